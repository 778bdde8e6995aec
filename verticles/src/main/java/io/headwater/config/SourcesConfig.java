package io.headwater.config;

import static io.headwater.config.Checks.check;
import static io.headwater.config.Checks.checkName;
import static io.headwater.config.Checks.checkSecret;

import io.headwater.event.SourceId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What sends events ({@code sources.yaml}). */
public record SourcesConfig(List<Source> sources) {
    private static final Set<String> LATER = Set.of("sources[].quota");
    private static final String ELEMENT = "{jurisdiction: any, ordered: false, dialect: any}";

    public SourcesConfig {
        sources = List.copyOf(sources);
        Set<SourceId> ids = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (Source source : sources) {
            check(ids.add(source.id()), "sources", "must each be named once", source.id());
            for (String key : source.writeKeys()) {
                checkSecret(keys.add(key), "sources", "share a write key; " + source.id() + " needs one of its own");
            }
        }
    }

    /** Reads {@code sources.yaml} in {@code folder}. */
    public static SourcesConfig read(Path folder, Map<String, String> environment) {
        return new ConfigFile(folder.resolve("sources.yaml"), environment, LATER)
                .list("sources", ELEMENT, SourcesConfig.class);
    }

    /**
     * One source of one tenant, known by its write keys.
     *
     * @param ordered whether events accepted one after the other arrive so, key by key, through an outage too
     * @param dialect the one it sends, or {@link #ANY_DIALECT}
     */
    public record Source(
            String tenant, String name, List<String> writeKeys, String jurisdiction, boolean ordered, String dialect) {
        /** A source that may send every dialect. */
        public static final String ANY_DIALECT = "any";

        public Source {
            checkName("tenant", tenant);
            checkName("name", name);
            check(!writeKeys.isEmpty(), "writeKeys", "must hold at least one key", writeKeys);
            for (String key : writeKeys) {
                checkSecret(
                        key.matches("[\\x21-\\x7e&&[^:]]{4,256}"),
                        "writeKeys",
                        "must each be 4 to 256 visible ASCII characters without ':'");
            }
            check(jurisdiction.equals("any"), "jurisdiction", "must be any: this version pins no events", jurisdiction);
            writeKeys = List.copyOf(writeKeys);
        }

        /** A source that is pinned nowhere and may send every dialect. */
        public static Source of(String tenant, String name, List<String> writeKeys, boolean ordered) {
            return new Source(tenant, name, writeKeys, "any", ordered, ANY_DIALECT);
        }

        /** Whether it may send that dialect. */
        public boolean sends(String other) {
            return dialect.equals(ANY_DIALECT) || dialect.equals(other);
        }

        public SourceId id() {
            return new SourceId(tenant, name);
        }
    }
}

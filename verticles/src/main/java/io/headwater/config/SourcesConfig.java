package io.headwater.config;

import static io.headwater.config.Checks.check;
import static io.headwater.config.Checks.checkName;
import static io.headwater.config.Checks.checkSecret;

import io.headwater.event.SourceId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What sends events ({@code sources.yaml}). */
public record SourcesConfig(List<Source> sources) {
    private static final String ELEMENT = "{jurisdiction: any, ordered: false, dialect: any, quota: [],"
            + " privacy: {remove: [], truncate: [], hash: [], salt: ''}, schemas: {}, onBreach: reject}";

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

    /** Reads {@code sources.yaml} in {@code folder}, whose sources may be pinned to jurisdictions of {@code regions}. */
    public static SourcesConfig read(Path folder, Map<String, String> environment, RegionsConfig regions) {
        Path file = folder.resolve("sources.yaml");
        SourcesConfig read = new ConfigFile(file, environment, Set.of()).list("sources", ELEMENT, SourcesConfig.class);
        for (int i = 0; i < read.sources().size(); i++) {
            regions.checkJurisdiction(read.sources().get(i).jurisdiction(), file, "sources[" + i + "].jurisdiction");
        }
        return new SourcesConfig(
                read.sources().stream().map(source -> source.beside(folder)).toList());
    }

    /**
     * One source of one tenant, known by its write keys.
     *
     * @param jurisdiction the one its events never leave, or {@link RegionsConfig#ANY}
     * @param ordered whether events accepted one after the other arrive so, key by key, through an outage too
     * @param dialect the one it sends, or {@link #ANY_DIALECT}
     * @param schemas the JSON Schema that events must keep to, by event type or {@link #ANY_TYPE}: files, relative to
     *     sources.yaml until they are read
     * @param onBreach {@code reject} an event that breaks its schema, or {@code flag} it
     */
    public record Source(
            String tenant,
            String name,
            List<String> writeKeys,
            String jurisdiction,
            boolean ordered,
            String dialect,
            Quota quota,
            Privacy privacy,
            Map<String, String> schemas,
            String onBreach) {
        /** Events of every type that has no schema of its own. */
        public static final String ANY_TYPE = "*";

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
            checkName("jurisdiction", jurisdiction);
            check(onBreach.equals("reject") || onBreach.equals("flag"), "onBreach", "must be reject or flag", onBreach);
            writeKeys = List.copyOf(writeKeys);
            schemas = Map.copyOf(schemas);
        }

        /** A source that is pinned nowhere, may send every dialect, and keeps to no rules. */
        public static Source of(String tenant, String name, List<String> writeKeys, boolean ordered) {
            return new Source(
                    tenant,
                    name,
                    writeKeys,
                    RegionsConfig.ANY,
                    ordered,
                    ANY_DIALECT,
                    Quota.NONE,
                    Privacy.NONE,
                    Map.of(),
                    "reject");
        }

        /** The same source, the files of its schemas found in {@code folder}. */
        private Source beside(Path folder) {
            Map<String, String> found = new HashMap<>();
            schemas.forEach((type, file) ->
                    found.put(type, folder.resolve(file).normalize().toString()));
            return new Source(tenant, name, writeKeys, jurisdiction, ordered, dialect, quota, privacy, found, onBreach);
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

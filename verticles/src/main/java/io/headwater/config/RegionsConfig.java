package io.headwater.config;

import static io.headwater.config.Checks.check;
import static io.headwater.config.Checks.checkName;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The regions there are ({@code regions.yaml}). With none named, everything is in the one region that collector.yaml and
 * router.yaml name, and nothing is pinned anywhere.
 */
public record RegionsConfig(List<Region> regions) {
    /** The jurisdiction of events that may be anywhere, and of destinations that may have events from anywhere. */
    public static final String ANY = "any";

    /** No regions named. */
    public static final RegionsConfig NONE = new RegionsConfig(List.of());

    private static final String FILE = "regions.yaml";
    private static final String ELEMENT = "{kafka: {properties: {}, partitions: 0}, collectors: [], next: []}";

    public RegionsConfig {
        regions = List.copyOf(regions);
        Set<String> names = new HashSet<>();
        regions.forEach(each -> check(names.add(each.name()), "regions", "must each be named once", each.name()));
        for (Region region : regions) {
            for (String next : region.next()) {
                check(
                        names.contains(next) && !next.equals(region.name()),
                        "regions",
                        "must name other regions of this file as next; " + region.name() + " does not",
                        next);
            }
        }
    }

    /** Reads {@code regions.yaml} in {@code folder}; none are named where there is no such file. */
    public static RegionsConfig read(Path folder, Map<String, String> environment) {
        Path file = folder.resolve(FILE);
        return Files.exists(file)
                ? new ConfigFile(file, environment, Set.of()).list("regions", ELEMENT, RegionsConfig.class)
                : NONE;
    }

    /**
     * One region.
     *
     * @param jurisdiction the one it is in
     * @param collectors the base URLs at which clients reach its collectors, the preferred first
     * @param next the regions its collectors forward to while its own Kafka is away, in this order; all others, in the order
     *     of the file, where none are named
     */
    public record Region(String name, String jurisdiction, Cluster kafka, List<String> collectors, List<String> next) {
        public Region {
            checkName("name", name);
            checkName("jurisdiction", jurisdiction);
            check(!jurisdiction.equals(ANY), "jurisdiction", "must be the one the region is in", jurisdiction);
            collectors.forEach(url ->
                    check(isBaseUrl(url), "collectors", "must each be like https://edge-1.example.net or …:8443", url));
            collectors = List.copyOf(collectors);
            next = List.copyOf(next);
        }

        private static boolean isBaseUrl(String text) {
            try {
                URI url = URI.create(text);
                return url.getHost() != null
                        && Set.of("http", "https").contains(url.getScheme())
                        && url.getRawPath().isEmpty()
                        && url.getRawQuery() == null
                        && url.getRawFragment() == null
                        && url.getRawUserInfo() == null;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    /**
     * How a region's Kafka is reached from another one.
     *
     * @param bootstrapServers {@code host:port,…}
     * @param properties laid over the process's own {@code kafka.properties}
     * @param partitions of its {@code hw.events}; 0 for as many as {@code kafka.topics.partitions} says
     */
    public record Cluster(String bootstrapServers, Map<String, String> properties, int partitions) {
        public Cluster {
            check(!bootstrapServers.isBlank(), "kafka.bootstrapServers", "must name a broker", bootstrapServers);
            check(partitions >= 0 && partitions <= 10_000, "kafka.partitions", "must be 0 to 10000", partitions);
            properties = Map.copyOf(properties);
        }
    }

    /** Whether what is pinned to {@code jurisdiction} may be at a place in {@code there}; either may be {@link #ANY}. */
    public static boolean agree(String jurisdiction, String there) {
        return jurisdiction.equals(ANY) || there.equals(ANY) || jurisdiction.equals(there);
    }

    /** Whether what is pinned to {@code jurisdiction} may be in {@code region}. */
    public boolean permits(String jurisdiction, String region) {
        return jurisdiction.equals(ANY)
                || find(region)
                        .filter(found -> agree(jurisdiction, found.jurisdiction()))
                        .isPresent();
    }

    /** The regions in which what is pinned to {@code jurisdiction} may be. */
    public List<Region> permitted(String jurisdiction) {
        return regions.stream()
                .filter(each -> permits(jurisdiction, each.name()))
                .toList();
    }

    public Optional<Region> find(String name) {
        return regions.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** Where the collectors of {@code region} forward to while its Kafka is away, in this order. */
    public List<Region> after(String region) {
        List<String> next = find(region).map(Region::next).orElse(List.of());
        Stream<Region> following = next.isEmpty()
                ? regions.stream().filter(each -> !each.name().equals(region))
                : next.stream().flatMap(name -> find(name).stream());
        return following.toList();
    }

    /** Refuses what is pinned, at {@code key} of {@code file}, to a jurisdiction that no region is in. */
    public void checkJurisdiction(String jurisdiction, Path file, String key) {
        if (!jurisdiction.equals(ANY) && permitted(jurisdiction).isEmpty()) {
            Set<String> known =
                    regions.stream().map(Region::jurisdiction).collect(Collectors.toCollection(TreeSet::new));
            throw new ConfigException(
                    file.toString(),
                    key,
                    "no region of " + FILE + " is in '" + jurisdiction + "'",
                    known.isEmpty()
                            ? "Name the regions there, or write any"
                            : "They are in " + String.join(", ", known) + "; write one of these, or any");
        }
    }

    /** Refuses a process whose region, as {@code file} has it, is none of those named. */
    public void checkRegion(String region, Path file) {
        if (!regions.isEmpty() && find(region).isEmpty()) {
            throw new ConfigException(
                    file.toString(),
                    "region",
                    "there is no region '" + region + "' in " + FILE,
                    "Regions there: " + regions.stream().map(Region::name).collect(Collectors.joining(", ")));
        }
    }
}

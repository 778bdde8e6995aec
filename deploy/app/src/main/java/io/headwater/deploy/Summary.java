package io.headwater.deploy;

import io.headwater.config.RegionsConfig.Region;
import io.headwater.config.SourcesConfig.Source;
import io.headwater.deploy.process.Configuration;
import io.headwater.deploy.process.Table;
import io.headwater.event.SourceId;
import io.headwater.router.deliver.DestinationConfig;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.route.Route;
import java.util.ArrayList;
import java.util.List;

/** What a right configuration says, and what about it may surprise. */
record Summary(Configuration configuration) {

    List<Table> tables() {
        Table sources = new Table("source", "write keys", regions().isEmpty() ? "" : "stays in");
        for (Source source : sources()) {
            sources.row(
                    source.id().toString(),
                    Integer.toString(source.writeKeys().size()),
                    regions().isEmpty() ? "" : source.jurisdiction());
        }
        Table destinations = new Table("destination", "kind", "format", "to");
        for (DestinationConfig destination : destinations()) {
            destinations.row(
                    destination.id().toString(), destination.kind(), destination.format(), destination.origin());
        }
        Table routes = new Table("route", "");
        for (Route route : routes()) {
            routes.row(route.from(), "→ " + destination(route));
        }
        return regions().isEmpty()
                ? List.of(sources, destinations, routes)
                : List.of(regionTable(), sources, destinations, routes);
    }

    /** Kafka by its addresses alone: its properties may hold secrets. */
    private Table regionTable() {
        Table table = new Table("region", "in", "kafka", "collectors");
        String own = configuration.sides().collector().region();
        for (Region region : regions()) {
            table.row(
                    region.name() + (region.name().equals(own) ? " (this one)" : ""),
                    region.jurisdiction(),
                    region.kafka().bootstrapServers(),
                    region.collectors().isEmpty() ? "none named" : String.join(" ", region.collectors()));
        }
        return table;
    }

    String verdict() {
        return "right: " + count(sources().size(), "source") + ", "
                + count(destinations().size(), "destination") + ", "
                + count(routes().size(), "route");
    }

    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        List<SourceId> routed = routes().stream().map(Route::source).toList();
        List<DestinationId> reached =
                routes().stream().map(Summary::destination).toList();
        for (Source source : sources()) {
            if (!routed.contains(source.id())) {
                warnings.add("no route leads from " + source.id()
                        + ": its events are kept in Kafka and delivered nowhere. Add one to destinations.yaml");
            }
        }
        for (DestinationConfig destination : destinations()) {
            if (!reached.contains(destination.id())) {
                warnings.add("no route leads to " + destination.id() + ". Add one to destinations.yaml");
            }
            if (destination.url().startsWith("http:")) {
                warnings.add(destination.id() + " is reached over http: its events travel in the clear. Use https");
            }
        }
        if (configuration.sides().kafka().topics().replication() == 1) {
            warnings.add("kafka.topics.replication is 1: an acknowledged event is in one copy (kafka-unreplicated) and"
                    + " lost with its disk. Set 3 in production");
        }
        warnings.addAll(warningsOfRegions());
        return warnings;
    }

    private List<String> warningsOfRegions() {
        List<String> warnings = new ArrayList<>();
        for (Region region : regions()) {
            if (region.collectors().isEmpty()) {
                warnings.add("region " + region.name() + " names no collectors: clients are not told of any there."
                        + " Add their URLs to regions.yaml");
            }
        }
        boolean unsigned =
                configuration.sides().collector().edges().signingKeys().isEmpty();
        if (!regions().isEmpty() && unsigned) {
            warnings.add("the list of collectors is not signed. Make a key with headwater edges new-key, and name it in"
                    + " edges.signingKeys of collector.yaml");
        }
        return warnings;
    }

    private List<Region> regions() {
        return configuration.data().regions().regions();
    }

    private List<Source> sources() {
        return configuration.sources().sources();
    }

    private List<DestinationConfig> destinations() {
        return configuration.routing().destinations().destinations();
    }

    private List<Route> routes() {
        return configuration.routing().destinations().routes();
    }

    private static DestinationId destination(Route route) {
        return new DestinationId(route.source().tenant(), route.to());
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}

package io.headwater.collector.ingest;

import io.headwater.config.RegionsConfig;
import io.headwater.config.RegionsConfig.Region;
import io.headwater.config.SourcesConfig.Source;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which sources this collector may take events of, and where the others are to go.
 *
 * @param region the collector's own
 */
public record Whereabouts(String region, RegionsConfig regions) {

    /** Whether this source's events may be here. */
    boolean permit(Source source) {
        return regions.permits(source.jurisdiction(), region);
    }

    /** The regions in which what is pinned to {@code jurisdiction} may be, this one first, the one its collectors turn to next. */
    List<Region> permitted(String jurisdiction) {
        return Stream.of(regions.find(region).stream(), regions.after(region).stream(), regions.regions().stream())
                .flatMap(each -> each)
                .distinct()
                .filter(each -> regions.permits(jurisdiction, each.name()))
                .toList();
    }

    /** The base URLs of all collectors that may take events of this source, the nearest first as far as is known here. */
    List<String> collectors(Source source) {
        return permitted(source.jurisdiction()).stream()
                .flatMap(each -> each.collectors().stream())
                .toList();
    }
}

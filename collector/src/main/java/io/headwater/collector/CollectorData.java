package io.headwater.collector;

import io.headwater.collector.paths.Dialects;
import io.headwater.collector.rules.Rules;
import io.headwater.config.RegionsConfig;
import io.headwater.config.SourcesConfig;
import io.headwater.config.SourcesConfig.Source;
import io.headwater.reload.Versioned;
import io.headwater.reload.Versions;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the collector goes by that may change while it runs: {@code regions.yaml}, {@code sources.yaml} and the schemas that
 * one names.
 *
 * @param version changes with any of these files, but not with a secret they refer to
 */
public record CollectorData(RegionsConfig regions, SourcesConfig sources, Set<Path> files, String version)
        implements Versioned {
    public CollectorData {
        files = Set.copyOf(files);
    }

    /**
     * Reads them in {@code folder}; fails with all that is wrong with one of them.
     *
     * @param likely the files it was read from last, or none
     */
    public static CollectorData read(Path folder, Map<String, String> environment, Set<Path> likely) {
        Set<Path> named = Set.of(folder.resolve("regions.yaml"), folder.resolve("sources.yaml"));
        return Versions.unchanged(likely.isEmpty() ? named : likely, () -> once(folder, environment, named));
    }

    private static CollectorData once(Path folder, Map<String, String> environment, Set<Path> named) {
        RegionsConfig regions = RegionsConfig.read(folder, environment);
        Path file = folder.resolve("sources.yaml");
        SourcesConfig sources = SourcesConfig.read(folder, environment, regions);
        Dialects.check(sources, file);
        Rules.check(sources, file);
        Set<Path> files = new HashSet<>(named);
        for (Source source : sources.sources()) {
            source.schemas().values().forEach(schema -> files.add(Path.of(schema)));
        }
        return new CollectorData(regions, sources, files, Versions.of(files));
    }
}

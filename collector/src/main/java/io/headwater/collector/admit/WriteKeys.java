package io.headwater.collector.admit;

import io.headwater.config.SourcesConfig;
import io.headwater.config.SourcesConfig.Source;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Knows each source by its write keys. */
public final class WriteKeys {
    private final Map<String, Source> sources = new HashMap<>();

    public WriteKeys(SourcesConfig config) {
        for (Source source : config.sources()) {
            source.writeKeys().forEach(key -> sources.put(key, source));
        }
    }

    public Optional<Source> source(String key) {
        return Optional.ofNullable(sources.get(key));
    }
}

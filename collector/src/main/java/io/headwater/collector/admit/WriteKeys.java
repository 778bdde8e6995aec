package io.headwater.collector.admit;

import io.headwater.config.SourcesConfig;
import io.headwater.config.SourcesConfig.Source;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Knows each source, and its part of what may be under way, by its write keys. */
public final class WriteKeys {
    private final Map<String, Share> shares = new HashMap<>();

    public WriteKeys(SourcesConfig config, Admission admission) {
        for (Source source : config.sources()) {
            Share share = admission.share(source);
            source.writeKeys().forEach(key -> shares.put(key, share));
        }
    }

    public Optional<Share> share(String key) {
        return Optional.ofNullable(shares.get(key));
    }
}

package io.headwater.collector.admit;

import io.headwater.collector.rules.Rules;
import io.headwater.config.SourcesConfig;
import io.headwater.config.SourcesConfig.Source;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Knows each source, and its part of what may be under way, by its write keys. */
public final class WriteKeys {
    private final Map<String, Share> shares = new HashMap<>();

    /** @param maxDepth of an event's data */
    public WriteKeys(SourcesConfig config, Admission admission, int maxDepth) {
        for (Source source : config.sources()) {
            Share share = admission.share(source, Rules.of(source, maxDepth));
            source.writeKeys().forEach(key -> shares.put(key, share));
        }
    }

    public Optional<Share> share(String key) {
        return Optional.ofNullable(shares.get(key));
    }
}

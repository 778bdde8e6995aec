package io.headwater.collector.admit;

import io.headwater.collector.rules.Rules;
import io.headwater.config.SourcesConfig;
import io.headwater.config.SourcesConfig.Source;
import io.headwater.event.SourceId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Knows each source, and its part of what may be under way, by its write keys. */
public final class WriteKeys {
    private final Map<String, Share> shares = new HashMap<>();

    private final Map<SourceId, Share> sources = new HashMap<>();
    private final Admission admission;
    private final int maxDepth;

    /** @param maxDepth of an event's data */
    public WriteKeys(SourcesConfig config, Admission admission, int maxDepth) {
        this.admission = admission;
        this.maxDepth = maxDepth;
        config.sources().forEach(source -> add(source, admission.share(source, Rules.of(source, maxDepth))));
    }

    private WriteKeys(SourcesConfig config, WriteKeys before) {
        this.admission = before.admission;
        this.maxDepth = before.maxDepth;
        config.sources().forEach(source -> add(source, share(source, before)));
    }

    /** Those of another version of the sources; what did not change of a source is as it was. Reads schemas: blocking. */
    public WriteKeys changed(SourcesConfig config) {
        return new WriteKeys(config, this);
    }

    private Share share(Source source, WriteKeys before) {
        Optional<Share> had = Optional.ofNullable(before.sources.get(source.id()));
        boolean same = had.filter(share -> share.source().equals(source)).isPresent()
                && source.schemas().isEmpty();
        if (same) {
            return had.get();
        }
        Rules rules = Rules.of(source, maxDepth);
        return had.map(share -> admission.changed(share, source, rules))
                .orElseGet(() -> admission.share(source, rules));
    }

    private void add(Source source, Share share) {
        sources.put(source.id(), share);
        source.writeKeys().forEach(key -> shares.put(key, share));
    }

    public Optional<Share> share(String key) {
        return Optional.ofNullable(shares.get(key));
    }
}

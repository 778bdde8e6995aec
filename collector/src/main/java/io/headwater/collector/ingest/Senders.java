package io.headwater.collector.ingest;

import io.headwater.collector.admit.WriteKeys;

/**
 * Who may send here, in one version of the configuration.
 *
 * @param version as events accepted by it are marked
 */
public record Senders(WriteKeys keys, Whereabouts whereabouts, String version) {}

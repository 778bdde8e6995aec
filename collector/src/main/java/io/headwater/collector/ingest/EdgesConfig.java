package io.headwater.collector.ingest;

import static io.headwater.config.Checks.check;

import java.time.Duration;
import java.util.List;

/**
 * How clients are told where collectors are ({@code edges} in collector.yaml).
 *
 * @param signingKeys Ed25519 keys as JSON Web Keys (RFC 8037): the first signs, all are published; empty where nothing is
 *     signed
 * @param maxAge how long a client may go by a list
 */
public record EdgesConfig(List<SigningKey> signingKeys, Duration maxAge) {
    public EdgesConfig {
        signingKeys = List.copyOf(signingKeys);
        check(maxAge.toSeconds() >= 2 && maxAge.toDays() <= 1, "edges.maxAge", "must be from 2s to 1d", maxAge);
    }
}

package io.headwater.collector.ingest;

import static io.headwater.config.Checks.check;

import java.time.Duration;

/**
 * The ingest port ({@code http} in collector.yaml). Port 0 takes any free one.
 *
 * @param maxConnections open at once; further ones are closed as they come
 * @param idleTimeout a connection without traffic is closed after this
 * @param headerTimeout from the first byte of a request's head to its last
 * @param requestTimeout from a request's head to the end of its body
 */
public record HttpConfig(
        String host,
        int port,
        int maxConnections,
        Duration idleTimeout,
        Duration headerTimeout,
        Duration requestTimeout) {
    public HttpConfig {
        check(port >= 0 && port <= 65_535, "http.port", "must be 0 to 65535", port);
        check(maxConnections >= 1, "http.maxConnections", "must be at least 1", maxConnections);
        check(idleTimeout.toMillis() >= 100, "http.idleTimeout", "must be at least 100ms", idleTimeout);
        check(headerTimeout.toMillis() >= 100, "http.headerTimeout", "must be at least 100ms", headerTimeout);
        check(requestTimeout.toMillis() >= 100, "http.requestTimeout", "must be at least 100ms", requestTimeout);
    }
}

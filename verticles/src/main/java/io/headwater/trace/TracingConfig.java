package io.headwater.trace;

import static io.headwater.config.Checks.check;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Whether and where spans go ({@code tracing} in the configuration).
 *
 * @param endpoint an OpenTelemetry collector's address for OTLP over HTTP; empty: nothing is traced
 * @param headers sent to it with each request, {@code authorization} and the like
 * @param service what the process calls itself, OpenTelemetry's {@code service.name}
 * @param share of the requests that name no trace of their own, 0 to 1; one that does decides by itself
 * @param queue spans that may wait to be sent; further ones are dropped
 * @param timeout for sending spans, at the end of the process too
 */
public record TracingConfig(
        String endpoint, Map<String, String> headers, String service, double share, int queue, Duration timeout) {
    public TracingConfig {
        check(
                endpoint.isEmpty() || isHttp(endpoint),
                "tracing.endpoint",
                "must be empty or a URL as http://localhost:4318/v1/traces",
                endpoint);
        headers = Map.copyOf(headers);
        headers.keySet()
                .forEach(name -> check(
                        name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+"), "tracing.headers", "must be header names", name));
        check(
                service.matches("[A-Za-z0-9._-]{1,64}"),
                "tracing.service",
                "must be 1 to 64 letters, digits, '.', '-' or '_'",
                service);
        check(share >= 0 && share <= 1, "tracing.share", "must be 0 to 1", share);
        check(queue >= 1 && queue <= 1_000_000, "tracing.queue", "must be 1 to 1000000", queue);
        check(timeout.toMillis() >= 1, "tracing.timeout", "must be positive", timeout);
    }

    boolean isOff() {
        return endpoint.isEmpty();
    }

    private static boolean isHttp(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Without the headers, which may hold a secret. */
    @Override
    public String toString() {
        return isOff() ? "no tracing" : "tracing to " + endpoint;
    }
}

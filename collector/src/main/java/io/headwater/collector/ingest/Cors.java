package io.headwater.collector.ingest;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What lets pages of any origin send here and read the answer (Fetch standard, CORS protocol). The origin is named and
 * never {@code *}, since beacons and some SDKs send credentials; what is asked for stands in the write key and not in
 * cookies, so no origin is kept out.
 */
final class Cors {
    /* Two hours, the most that Chromium keeps. */
    private static final String MAX_AGE = "7200";
    private static final Set<String> HEADERS = Set.of(
            "accept",
            "anonymousid",
            "authorization",
            "cache-control",
            "content-encoding",
            "content-type",
            "sentat",
            "sp-anonymous",
            "traceparent",
            "tracestate",
            "x-api-key",
            "x-requested-with",
            "x-retry-count");
    private static final List<String> PREFIXES = List.of(
            "ce-", "cmcd-", "x-amplitude-", "x-datadog-", "x-mixpanel-", "x-posthog-", "x-rudder", "x-segment-");

    private Cors() {}

    /** The headers of every answer to a page, errors too. */
    static void mark(HttpServerRequest request) {
        String origin = request.headers().get("Origin");
        if (origin == null) {
            return;
        }
        request.response()
                .headers()
                .set("Access-Control-Allow-Origin", origin)
                .set("Access-Control-Allow-Credentials", "true")
                .set(
                        "Access-Control-Expose-Headers",
                        "Retry-After, Headwater-Durability, Headwater-Collectors, Headwater-Signature")
                .set("Timing-Allow-Origin", origin)
                .set("Vary", "Origin");
    }

    static boolean isPreflight(HttpServerRequest request) {
        return request.headers().contains("Origin") && request.headers().contains("Access-Control-Request-Method");
    }

    /** The answer to a preflight, to be kept as long as browsers keep one. */
    static void preflight(HttpServerRequest request, List<String> methods) {
        MultiMap headers = request.response().headers();
        headers.set("Access-Control-Allow-Methods", String.join(", ", methods))
                .set("Access-Control-Max-Age", MAX_AGE)
                .set("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        String asked = request.headers().get("Access-Control-Request-Headers");
        if (asked != null) {
            String allowed = allowed(asked);
            if (!allowed.isEmpty()) {
                headers.set("Access-Control-Allow-Headers", allowed);
            }
        }
        if ("true".equals(request.headers().get("Access-Control-Request-Private-Network"))) {
            headers.set("Access-Control-Allow-Private-Network", "true");
        }
    }

    private static String allowed(String asked) {
        return List.of(asked.toLowerCase(Locale.ROOT).split(",", -1)).stream()
                .map(String::strip)
                .filter(Cors::isAllowed)
                .collect(Collectors.joining(", "));
    }

    private static boolean isAllowed(String name) {
        return HEADERS.contains(name)
                || (name.matches("[a-z0-9-]{1,64}") && PREFIXES.stream().anyMatch(name::startsWith));
    }
}

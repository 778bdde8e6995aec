package io.headwater.collector.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Base64;
import java.util.Locale;

/** Finds the write key outside the body, in the places SDKs put it; empty when it stands in none of them. */
final class Credentials {
    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";

    private Credentials() {}

    /** Looks at Authorization, then X-Api-Key, then the path, then {@code ?key=}, {@code ?k=}, {@code ?writeKey=}. */
    static String of(HttpServerRequest request, String fromPath) {
        String authorization = request.headers().get(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            return ofAuthorization(authorization.strip());
        }
        String header = request.headers().get("X-Api-Key");
        if (header != null) {
            return header.strip();
        }
        if (!fromPath.isEmpty()) {
            return fromPath;
        }
        return request.query() == null ? "" : ofQuery(request);
    }

    private static String ofAuthorization(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (lower.startsWith(BEARER)) {
            return value.substring(BEARER.length()).strip();
        }
        return lower.startsWith(BASIC)
                ? basicUser(value.substring(BASIC.length()).strip())
                : "";
    }

    private static String basicUser(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? pair : pair.substring(0, colon);
        } catch (IllegalArgumentException e) {
            return ""; // not Base64: answered as a request without a key
        }
    }

    private static String ofQuery(HttpServerRequest request) {
        MultiMap query;
        try {
            query = request.params();
        } catch (IllegalArgumentException e) {
            throw Refusal.unreadable("the query is not percent-encoded");
        }
        for (String name : new String[] {"key", "k", "writeKey"}) {
            String value = query.get(name);
            if (value != null) {
                return value;
            }
        }
        return "";
    }
}

package io.headwater.collector.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.collector.dialect.Fields;
import io.headwater.collector.dialect.Head;
import io.headwater.collector.paths.Place;
import java.util.Base64;
import java.util.Locale;

/** Finds the write key outside the body, in the places SDKs put it; empty when it stands in none of them. */
final class Credentials {
    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";
    private static final String[] PARAMETERS = {"key", "k", "writeKey"};

    private Credentials() {}

    /**
     * Looks at Authorization, then X-Api-Key, then the path, then {@code ?key=}, {@code ?k=}, {@code ?writeKey=}, then
     * where the dialect has a place of its own.
     */
    static String of(Head head, Place place) {
        String authorization = head.header("Authorization");
        if (!authorization.isEmpty()) {
            return ofAuthorization(authorization);
        }
        String header = head.header("X-Api-Key");
        if (!header.isEmpty()) {
            return header;
        }
        if (!place.key().isEmpty()) {
            return place.key();
        }
        if (!head.query().isEmpty()) {
            String key = ofQuery(head.query());
            if (!key.isEmpty()) {
                return key;
            }
        }
        return place.first().key(head);
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

    private static String ofQuery(String query) {
        if (!Fields.isEncoded(query)) {
            throw Refusal.unreadable("the query is not percent-encoded");
        }
        Fields fields = Fields.query(query);
        for (String name : PARAMETERS) {
            String value = fields.first(name);
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }
}

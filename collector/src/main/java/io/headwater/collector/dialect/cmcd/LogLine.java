package io.headwater.collector.dialect.cmcd;

import com.fasterxml.jackson.core.JsonToken;
import io.headwater.collector.dialect.Attributes;
import io.headwater.collector.dialect.Fields;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Rfc3339;
import io.headwater.collector.dialect.Scan;
import io.headwater.collector.dialect.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What one line of a CDN's log says, wherever the CDN says it: Akamai's {@code reqPath} and {@code queryStr}, CloudFront's
 * {@code cs-uri-query}, Fastly's {@code url}, and headers by their names, one level deep at most.
 */
final class LogLine {
    private static final Set<String> TIMES =
            Set.of("time", "timestamp", "ts", "datetime", "reqtimesec", "edgestarttimestamp", "starttime", "date");
    private static final Set<String> IDS = Set.of("reqid", "requestid", "rayid", "xedgerequestid", "id");
    private static final Set<String> NESTED = Set.of("headers", "requestheaders", "reqheaders", "request", "req");
    private static final List<String> HEADERS = List.of("cmcdobject", "cmcdrequest", "cmcdsession", "cmcdstatus");
    private static final String PARAMETER = "CMCD=";
    /* Unix time in seconds is below this until the year 5138, and in milliseconds above it since 1973. */
    private static final double SECONDS_BELOW = 1e11;

    private final List<String> parts = new ArrayList<>();
    private String time = "";
    private String id = "";

    private LogLine() {}

    /** Reads an object that was scanned without a fault. */
    static LogLine read(byte[] bytes, Scan scan, int maxDepth) throws Malformed {
        LogLine line = new LogLine();
        try (StrictJson json = new StrictJson(bytes, scan.from(), scan.to(), maxDepth)) {
            json.next();
            line.members(json, true);
        }
        return line;
    }

    /** The dictionary it carries, in the query of its URL or in headers; empty where there is none. */
    String cmcd() {
        return String.join(",", parts);
    }

    /** When the request was, RFC 3339, or empty. */
    String time() {
        return time;
    }

    /** The CDN's id of the request, or empty. */
    String id() {
        return id;
    }

    private void members(StrictJson json, boolean outer) throws Malformed {
        for (JsonToken token = json.next(); token != JsonToken.END_OBJECT; token = json.next()) {
            String name = plain(json.name());
            token = json.next();
            if (token == JsonToken.START_OBJECT && outer && NESTED.contains(name)) {
                members(json, false);
            } else if (token == JsonToken.VALUE_STRING) {
                text(name, json.text(), outer);
            } else {
                if (token.isNumeric() && outer && TIMES.contains(name)) {
                    time = Attributes.first(time, unix(json.text()));
                }
                json.pass();
            }
        }
    }

    private void text(String name, String value, boolean outer) {
        if (name.equals("cmcd") || HEADERS.contains(name)) {
            add(value);
        } else if (value.contains(PARAMETER) || value.contains("cmcd=")) {
            query(value);
        } else if (outer && TIMES.contains(name)) {
            time = Attributes.first(time, Rfc3339.isTimestamp(value) ? value : unix(value));
        } else if (outer && IDS.contains(name)) {
            id = Attributes.first(id, value);
        }
    }

    private void query(String value) {
        int mark = value.indexOf('?');
        Fields fields = Fields.query(mark < 0 ? value : value.substring(mark + 1));
        for (Fields.Field field : fields.all()) {
            if (field.name().equalsIgnoreCase("CMCD")) {
                add(field.value());
                return;
            }
        }
    }

    /** Some CDNs log what they got, others decode it first or encode it twice. */
    private void add(String value) {
        String text = value.strip();
        for (int i = 0; i < 2 && !text.contains("=") && text.contains("%3D"); i++) {
            text = Fields.decoded(text, true).strip();
        }
        for (int i = 0; i < 2 && text.contains("%22") && !text.contains("\""); i++) {
            text = Fields.decoded(text, true).strip();
        }
        if (!text.isEmpty() && !text.equals("-") && !parts.contains(text)) {
            parts.add(text);
        }
    }

    private static String unix(String digits) {
        try {
            double number = Double.parseDouble(digits);
            return Rfc3339.ofUnix(digits, Math.abs(number) < SECONDS_BELOW ? 0 : 3);
        } catch (NumberFormatException e) {
            return "";
        }
    }

    private static String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
            if (c != '-' && c != '_') {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}

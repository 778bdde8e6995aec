package io.headwater.collector.dialect.otlp;

import io.headwater.collector.dialect.Attributes;
import io.headwater.collector.dialect.Rfc3339;
import io.headwater.event.Attribute;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What tells one log record or resource from others, out of its attributes (OpenTelemetry semantic conventions). */
final class Signs {
    static final String UID = "log.record.uid";
    static final String EVENT_NAME = "event.name";
    static final String SESSION = "session.id";
    static final String INSTANCE = "service.instance.id";
    private static final Set<String> KNOWN = Set.of(
            UID,
            EVENT_NAME,
            SESSION,
            INSTANCE,
            "user.id",
            "enduser.id",
            "telemetry.sdk.name",
            "telemetry.sdk.language",
            "telemetry.sdk.version");
    private static final String DEFAULT_TYPE = "log";
    private static final int NANOS = 9;

    private final Map<String, String> values = new HashMap<>();

    static boolean isKnown(String key) {
        return KNOWN.contains(key);
    }

    void put(String key, String value) {
        values.putIfAbsent(key, value);
    }

    private String get(String key) {
        return values.getOrDefault(key, "");
    }

    /**
     * The attributes of the event that a record with these signs is.
     *
     * @param time nanoseconds of Unix time as digits; nothing and zero mean that it is not known
     * @param observed the same, of when it was seen
     */
    Attributes attributes(
            Signs resource, String eventName, String severity, String traceId, String time, String observed) {
        return new Attributes(
                        get(UID),
                        Attributes.first(eventName, get(EVENT_NAME), severity, DEFAULT_TYPE),
                        Attributes.first(timestamp(time), timestamp(observed)),
                        Attributes.first(get("user.id"), get("enduser.id"), resource.get("user.id")),
                        Attributes.first(get(SESSION), resource.get(SESSION), traceId, resource.get(INSTANCE)))
                .with(Attribute.LIBRARY, resource.library());
    }

    private static String timestamp(String nanos) {
        return nanos.equals("0") ? "" : Rfc3339.ofUnix(nanos, NANOS);
    }

    private String library() {
        String name = get("telemetry.sdk.name");
        if (name.isEmpty()) {
            return "";
        }
        String language = get("telemetry.sdk.language");
        String version = get("telemetry.sdk.version");
        return name + (language.isEmpty() ? "" : "-" + language) + (version.isEmpty() ? "" : "/" + version);
    }
}

package io.headwater.collector.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.event.Event;
import io.headwater.event.EventData;
import io.headwater.event.UuidV7;
import java.util.Arrays;

/** The last check of an event: what every dialect's events must keep to. Cuts the event's bytes out of the body. */
final class EventCheck {
    private static final String JSON = "application/json";
    private static final int OTHER_ATTRIBUTES = 512;

    private final Limits limits;
    private final UuidV7 ids;

    EventCheck(Limits limits, UuidV7 ids) {
        this.limits = limits;
        this.ids = ids;
    }

    /** What a dialect read in an event; empty where the client gave nothing. */
    record Attributes(String id, String type, String time, String subject, String key) {}

    /** An empty collection for what one request holds. */
    Found found() {
        return new Found(limits.events());
    }

    int maxDepth() {
        return limits.depth();
    }

    /** Adds the scanned value to {@code found} as an event, or as a rejection when something is wrong with it. */
    void add(Found found, byte[] body, Scan scan, Attributes attributes) throws Malformed {
        Fault fault = fault(scan, attributes);
        EventData data = cut(body, scan.from(), scan.to());
        found.ignored(scan.ignored());
        if (fault != Fault.NONE) {
            found.reject(fault, fault.reason(), data.head(limits.event().intBytes()));
            return;
        }
        String id = attributes.id().isEmpty() ? ids.next() : attributes.id();
        String time = Rfc3339.isTimestamp(attributes.time()) ? attributes.time() : "";
        String key = attributes.key().isEmpty() ? id : attributes.key();
        found.accept(new Event(id, attributes.type(), time, attributes.subject(), key, JSON, data));
    }

    /** Adds bytes that are no event at all. */
    void reject(Found found, byte[] body, int from, int to, Fault fault, String reason) throws Malformed {
        found.reject(fault, reason, cut(body, from, to).head(limits.event().intBytes()));
    }

    private Fault fault(Scan scan, Attributes attributes) {
        if (scan.fault() != Fault.NONE) {
            return scan.fault();
        }
        if (scan.length() > limits.event().bytes()) {
            return Fault.TOO_LARGE;
        }
        if (longerThan(attributes.id(), limits.id().bytes())
                || longerThan(attributes.key(), limits.id().bytes())) {
            return Fault.ID;
        }
        int letters = attributes.id().length()
                + attributes.type().length()
                + attributes.subject().length()
                + attributes.key().length();
        return 3L * letters + OTHER_ATTRIBUTES > limits.envelope().bytes()
                        && envelope(attributes) > limits.envelope().bytes()
                ? Fault.ENVELOPE
                : Fault.NONE;
    }

    private static long envelope(Attributes attributes) {
        return (long) OTHER_ATTRIBUTES
                + attributes.id().getBytes(UTF_8).length
                + attributes.type().getBytes(UTF_8).length
                + attributes.subject().getBytes(UTF_8).length
                + attributes.key().getBytes(UTF_8).length;
    }

    private static boolean longerThan(String text, long limit) {
        return text.length() * 3L > limit && text.getBytes(UTF_8).length > limit;
    }

    private static EventData cut(byte[] body, int from, int to) {
        boolean whole = from == 0 && to == body.length;
        return EventData.of(whole ? body : Arrays.copyOfRange(body, from, to));
    }
}

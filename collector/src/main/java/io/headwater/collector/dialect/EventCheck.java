package io.headwater.collector.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.event.Attribute;
import io.headwater.event.Event;
import io.headwater.event.EventData;
import io.headwater.event.UuidV7;
import java.util.Arrays;

/** The last check of an event: what every dialect's events must keep to. Cuts the event's bytes out of the body. */
public final class EventCheck {
    private static final int OTHER_ATTRIBUTES = 512;

    private final Limits limits;
    private final UuidV7 ids;

    public EventCheck(Limits limits, UuidV7 ids) {
        this.limits = limits;
        this.ids = ids;
    }

    /** An empty collection for what one request holds. */
    public Found found() {
        return new Found(limits.events());
    }

    /** How deep objects and arrays may nest in one event. */
    public int maxDepth() {
        return limits.depth();
    }

    /** How many bytes a body may have after decompression. */
    public int mostInflated() {
        return Math.toIntExact(limits.inflated().bytes());
    }

    /** How many events one request may hold. */
    public int mostEvents() {
        return limits.events();
    }

    /** Adds the scanned value to {@code found} as an event, or as a rejection when something is wrong with it. */
    public void add(Found found, byte[] body, Scan scan, Attributes attributes) throws Malformed {
        found.ignored(scan.ignored());
        add(found, scan.fault(), cut(body, scan.from(), scan.to()), attributes);
    }

    /** Adds {@code data}, which the dialect made or checked itself, as an event, or as a rejection when it is too large. */
    public void add(Found found, EventData data, Attributes attributes) throws Malformed {
        add(found, Fault.NONE, data, attributes);
    }

    /** Adds bytes that are no event at all. */
    public void reject(Found found, byte[] body, int from, int to, Fault fault, String reason) throws Malformed {
        found.reject(fault, reason, cut(body, from, to).head(limits.event().intBytes()));
    }

    /** Adds a scanned value with a fault as the rejection it is. */
    public void reject(Found found, byte[] body, Scan faulty) throws Malformed {
        reject(
                found,
                body,
                faulty.from(),
                faulty.to(),
                faulty.fault(),
                faulty.fault().reason());
    }

    private void add(Found found, Fault seen, EventData data, Attributes attributes) throws Malformed {
        Fault fault = seen == Fault.NONE ? fault(data, attributes) : seen;
        if (fault != Fault.NONE) {
            found.reject(fault, fault.reason(), data.head(limits.event().intBytes()));
            return;
        }
        String id = attributes.id().isEmpty() ? ids.next() : attributes.id();
        String time = Rfc3339.isTimestamp(attributes.time()) ? attributes.time() : "";
        String key = attributes.key().isEmpty() ? id : attributes.key();
        found.accept(new Event(
                id,
                attributes.type(),
                time,
                attributes.subject(),
                key,
                attributes.contentType(),
                data,
                attributes.more()));
    }

    private Fault fault(EventData data, Attributes attributes) {
        if (data.length() > limits.event().bytes()) {
            return Fault.TOO_LARGE;
        }
        if (longerThan(attributes.id(), limits.id().bytes())
                || longerThan(attributes.key(), limits.id().bytes())) {
            return Fault.ID;
        }
        int letters = attributes.id().length()
                + attributes.type().length()
                + attributes.subject().length()
                + attributes.key().length()
                + attributes.contentType().length();
        for (Attribute each : attributes.more()) {
            letters += each.name().length() + each.value().length();
        }
        return 3L * letters + OTHER_ATTRIBUTES > limits.envelope().bytes()
                        && envelope(attributes) > limits.envelope().bytes()
                ? Fault.ENVELOPE
                : Fault.NONE;
    }

    private static long envelope(Attributes attributes) {
        long more = 0;
        for (Attribute each : attributes.more()) {
            more += each.name().length() + each.value().getBytes(UTF_8).length;
        }
        return OTHER_ATTRIBUTES
                + more
                + attributes.contentType().getBytes(UTF_8).length
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

package io.headwater.router.deliver.format;

import io.headwater.event.Acceptance;
import io.headwater.event.Event;
import io.headwater.event.LoggedEvent;
import io.headwater.event.Origin;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.function.BiConsumer;

/** An event's CloudEvents attributes, extensions included, in the order they are written. Absent ones are left out. */
final class Attributes {
    /** RFC 3339 in UTC, always with six digits of fraction. */
    private static final DateTimeFormatter MICROSECONDS = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 6, 6, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private Attributes() {}

    /** Hands over name and value of each attribute, all but the content type. */
    static void of(LoggedEvent logged, BiConsumer<String, String> each) {
        Event event = logged.event();
        Acceptance acceptance = logged.acceptance();
        Origin origin = acceptance.origin();
        each.accept("specversion", "1.0");
        each.accept("id", event.id());
        each.accept("source", origin.source().uri());
        each.accept("type", event.type());
        unlessEmpty("time", event.time(), each);
        unlessEmpty("subject", event.subject(), each);
        each.accept("partitionkey", event.partitionKey());
        unlessEmpty("dialect", origin.dialect(), each);
        each.accept("region", origin.region());
        each.accept("jurisdiction", origin.jurisdiction());
        unlessEmpty("configversion", origin.version(), each);
        unlessEmpty("traceparent", acceptance.traceparent(), each);
        each.accept("acceptedat", MICROSECONDS.format(acceptance.acceptedAt()));
        each.accept("edge", logged.line().toString());
        each.accept("seq", Long.toString(logged.seq()));
        event.more().forEach(one -> each.accept(one.name(), one.value()));
    }

    private static void unlessEmpty(String name, String value, BiConsumer<String, String> each) {
        if (!value.isEmpty()) {
            each.accept(name, value);
        }
    }
}

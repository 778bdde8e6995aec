package io.headwater.router;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.event.Acceptance;
import io.headwater.event.Event;
import io.headwater.event.EventData;
import io.headwater.event.Line;
import io.headwater.event.LoggedEvent;
import io.headwater.event.Origin;
import io.headwater.event.SourceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events as tests need them. */
public final class Events {
    public static final Instant ACCEPTED = Instant.parse("2026-01-15T12:00:00.123456Z");

    private Events() {}

    public static LoggedEvent json(String id, String data) {
        return of(id, "application/json", data.getBytes(UTF_8));
    }

    public static LoggedEvent of(String id, String contentType, byte[] data) {
        return of(new SourceId("acme", "web"), id, contentType, data);
    }

    /** Events numbered from 0, of one source and in one partition, with these data. */
    public static List<LoggedEvent> in(int partition, SourceId source, List<byte[]> data) {
        List<LoggedEvent> events = new ArrayList<>();
        for (byte[] each : data) {
            String id = source.name() + "-" + partition + "-" + events.size();
            LoggedEvent made = of(source, id, "application/json", each);
            Line line = new Line("edge", "1", "local", partition);
            Acceptance now = new Acceptance(made.acceptance().origin(), Instant.now(), "");
            events.add(new LoggedEvent(made.event(), now, line, events.size()));
        }
        return events;
    }

    /** The same, never to leave this jurisdiction. */
    public static List<LoggedEvent> pinned(String jurisdiction, List<LoggedEvent> events) {
        return events.stream()
                .map(each -> {
                    Acceptance free = each.acceptance();
                    Origin origin = free.origin();
                    Origin pinned = new Origin(
                            origin.source(), origin.dialect(), origin.region(), jurisdiction, origin.version());
                    Acceptance acceptance = new Acceptance(pinned, free.acceptedAt(), free.traceparent());
                    return new LoggedEvent(each.event(), acceptance, each.line(), each.seq());
                })
                .toList();
    }

    /** So many events of a small object each. */
    public static List<LoggedEvent> in(int partition, SourceId source, int count) {
        List<byte[]> data = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            data.add(("{\"n\": " + i + ".0}").getBytes(UTF_8));
        }
        return in(partition, source, data);
    }

    public static LoggedEvent of(SourceId source, String id, String contentType, byte[] data) {
        Event event =
                new Event(id, "page", "2026-01-15T11:59:59Z", "user-1", "session-1", contentType, EventData.of(data));
        Origin origin = new Origin(source, "native", "local", "any", "");
        return new LoggedEvent(event, new Acceptance(origin, ACCEPTED, ""), new Line("edge", "1", "local", 3), 7);
    }
}

package io.headwater.collector.dialect;

import static io.headwater.config.Checks.check;

import io.headwater.config.Size;

/**
 * How large requests and events may be ({@code limits} in collector.yaml). Over {@code request}, {@code inflated} or
 * {@code events} a request is refused, over the others an event is rejected alone.
 *
 * @param request body on the wire
 * @param inflated body after decompression
 * @param events in one request, the bad ones counted
 * @param event data of one event
 * @param envelope attributes of one event together, UTF-8
 * @param id event id and partition key each, UTF-8
 * @param depth objects and arrays nested in one event, itself included
 */
public record Limits(Size request, Size inflated, int events, Size event, Size envelope, Size id, int depth) {
    private static final long RECORD = 2 << 20;

    public Limits {
        check(request.bytes() >= 1 && request.bytes() <= 1 << 28, "limits.request", "must be 1B to 256MiB", request);
        check(
                inflated.bytes() >= request.bytes() && inflated.bytes() <= 1 << 28,
                "limits.inflated",
                "must be limits.request to 256MiB",
                inflated);
        check(events >= 1 && events <= 1_000_000, "limits.events", "must be 1 to 1000000", events);
        check(
                event.bytes() >= 1 && event.bytes() + envelope.bytes() < RECORD,
                "limits.event",
                "must leave room for limits.envelope in a record of 2MiB",
                event);
        check(id.bytes() >= 36 && id.bytes() <= envelope.bytes(), "limits.id", "must be 36B to limits.envelope", id);
        check(depth >= 1 && depth <= 10_000, "limits.depth", "must be 1 to 10000", depth);
    }
}

package io.headwater.router.deliver;

import io.headwater.event.LoggedEvent;
import io.headwater.router.deliver.format.Format;
import io.headwater.router.deliver.format.HeaderText;
import io.headwater.trace.TraceContext;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.List;

/** Writes requests: the events in their format, the ids they have, and the signature over both. */
final class Rendering {
    private final Format format;
    private final Signature signature;
    private final Clock clock;

    Rendering(Format format, Signature signature, Clock clock) {
        this.format = format;
        this.signature = signature;
        this.clock = clock;
    }

    /** A request as it goes out. */
    record Rendered(MultiMap headers, Buffer body) {}

    Rendered of(Attempt attempt) {
        List<LoggedEvent> events = attempt.events();
        List<String> ids = events.stream().map(each -> each.event().id()).toList();
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        Buffer body = format.write(events, headers);
        String id = MessageId.of(ids);
        long timestamp = clock.instant().getEpochSecond();
        headers.set("webhook-id", id);
        headers.set("webhook-timestamp", Long.toString(timestamp));
        headers.set("webhook-signature", signature.of(id, timestamp, body));
        headers.set("Headwater-Event-Ids", HeaderText.jsonArray(ids));
        if (!attempt.replay().isEmpty()) {
            headers.set("Headwater-Replay", HeaderText.percentEncoded(attempt.replay()));
        }
        String trace = trace(events);
        /* Where the delivery is recorded itself, its request tells its own place in the trace. */
        if (!trace.isEmpty() && !TraceContext.isRecordedHere()) {
            headers.set("traceparent", trace);
        }
        headers.set("user-agent", "Headwater");
        return new Rendered(headers, body);
    }

    /* A request is part of one trace: where its events are of several, each tells its own as an attribute alone. */
    private static String trace(List<LoggedEvent> events) {
        String first = events.get(0).acceptance().traceparent();
        return events.stream().allMatch(each -> each.acceptance().traceparent().equals(first)) ? first : "";
    }
}

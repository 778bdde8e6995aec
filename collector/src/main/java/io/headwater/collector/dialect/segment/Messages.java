package io.headwater.collector.dialect.segment;

import io.headwater.collector.dialect.Attributes;
import io.headwater.collector.dialect.BatchObject;
import io.headwater.collector.dialect.ClientClock;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Found;
import io.headwater.collector.dialect.JsonEvents;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Scan;
import io.headwater.collector.dialect.Text;
import io.headwater.collector.dialect.Wanted;
import io.headwater.event.Attribute;
import java.util.Map;

/**
 * The messages of Segment's tracking API, which RudderStack's is made after: one event, or {@code {"batch":[…]}}. Each is
 * delivered as its own object, as it stood in the batch.
 */
final class Messages {
    private static final Wanted EVENT = Wanted.of(
            "messageId",
            "type",
            "event",
            "timestamp",
            "userId#",
            "anonymousId#",
            "writeKey",
            "sentAt",
            "originalTimestamp",
            "context.library.name",
            "context.library.version");
    private static final Wanted REQUEST = Wanted.of("writeKey", "sentAt");
    private static final String DEFAULT_TYPE = "event";
    /** The calls by the last segment of their path. */
    static final Map<String, String> CALLS = Map.ofEntries(
            Map.entry("t", "track"),
            Map.entry("i", "identify"),
            Map.entry("p", "page"),
            Map.entry("s", "screen"),
            Map.entry("g", "group"),
            Map.entry("a", "alias"),
            Map.entry("track", "track"),
            Map.entry("identify", "identify"),
            Map.entry("page", "page"),
            Map.entry("screen", "screen"),
            Map.entry("group", "group"),
            Map.entry("alias", "alias"),
            Map.entry("merge", "merge"));

    private final EventCheck check;

    Messages(EventCheck check) {
        this.check = check;
    }

    Decoded decode(Request request, byte[] bytes) throws Malformed {
        String call = CALLS.getOrDefault(request.call(), "");
        return call.isEmpty() ? batch(request, bytes) : single(request, bytes, call);
    }

    private Decoded single(Request request, byte[] bytes, String call) throws Malformed {
        Text.check(bytes);
        Found found = check.found();
        Scan scan = JsonEvents.scan(bytes, 0, bytes.length, check, EVENT);
        add(found, bytes, scan, call, ClientClock.sent(sentAt(request, scan.member(7)), request.at()));
        return found.single(scan.member(6));
    }

    private Decoded batch(Request request, byte[] bytes) throws Malformed {
        BatchObject batch =
                BatchObject.read(bytes, check, "batch", REQUEST, EVENT).required("batch");
        ClientClock clock = ClientClock.sent(sentAt(request, batch.members().member(1)), request.at());
        Found found = check.found();
        for (Scan scan : batch.events()) {
            add(found, bytes, scan, "", clock);
        }
        String key = batch.members().member(0);
        return found.batch(
                key.isEmpty() && !batch.events().isEmpty()
                        ? batch.events().get(0).member(6)
                        : key);
    }

    /** What the body says, else RudderStack's header. */
    private static String sentAt(Request request, String inBody) {
        return inBody.isEmpty() ? request.head().header("SentAt") : inBody;
    }

    private void add(Found found, byte[] bytes, Scan scan, String call, ClientClock clock) throws Malformed {
        String type = type(call.isEmpty() ? scan.member(1) : call, scan.member(2));
        String user = scan.member(4);
        String time = Attributes.first(scan.member(3), scan.member(8));
        check.add(
                found,
                bytes,
                scan,
                new Attributes(scan.member(0), type, time, user, Attributes.first(scan.member(5), user))
                        .with(Attribute.CORRECTED_TIME, clock.corrected(time))
                        .with(Attribute.LIBRARY, library(scan.member(9), scan.member(10))));
    }

    private static String library(String name, String version) {
        return name.isEmpty() || version.isEmpty() ? name : name + "/" + version;
    }

    /** The event's name of a track, else the call. */
    private static String type(String call, String event) {
        if (call.equals("track") && !event.isEmpty()) {
            return event;
        }
        return call.isEmpty() ? DEFAULT_TYPE : call;
    }
}

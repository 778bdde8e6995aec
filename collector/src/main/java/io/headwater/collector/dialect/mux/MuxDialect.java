package io.headwater.collector.dialect.mux;

import io.headwater.collector.dialect.Attributes;
import io.headwater.collector.dialect.BatchObject;
import io.headwater.collector.dialect.ClientClock;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Endpoint;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Found;
import io.headwater.collector.dialect.Hashes;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Reply;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Rfc3339;
import io.headwater.collector.dialect.Scan;
import io.headwater.collector.dialect.Wanted;
import io.headwater.event.Attribute;
import java.util.Arrays;
import java.util.List;

/**
 * Mux Data's beacons, passed through as they are: {@code {"metadata":…,"events":[…]}} with minified events. Its SDK sends
 * the last batch twice as a page goes, the same events byte for byte, so an event's bytes are its id.
 */
public final class MuxDialect implements Dialect {
    private static final Wanted OUTER = Wanted.of("metadata.transmission_timestamp#");
    /* Its words, minified: event, environment key, view, session, player instance, view sequence number, viewer time. */
    private static final Wanted EVENT = Wanted.of("e", "ake", "xid", "sid", "pinid", "xsqno#", "uti#");
    private static final String DEFAULT_TYPE = "event";

    private final EventCheck check;

    public MuxDialect(EventCheck check) {
        this.check = check;
    }

    @Override
    public String name() {
        return "mux";
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/"), Endpoint.post("/mux"), Endpoint.post("/mux/:key"));
    }

    @Override
    public Decoded decode(Request request) throws Malformed {
        byte[] bytes = request.bytes();
        BatchObject batch =
                BatchObject.read(bytes, check, "events", OUTER, EVENT).required("events");
        ClientClock clock = ClientClock.sent(Rfc3339.ofMillis(batch.members().member(0)), request.at());
        Found found = check.found();
        for (Scan scan : batch.events()) {
            String view = scan.member(2);
            String time = Rfc3339.ofMillis(scan.member(6));
            check.add(
                    found,
                    bytes,
                    scan,
                    new Attributes(
                                    Hashes.id(Arrays.copyOfRange(bytes, scan.from(), scan.to())),
                                    Attributes.first(scan.member(0), DEFAULT_TYPE),
                                    time,
                                    "",
                                    Attributes.first(view, scan.member(3), scan.member(4)))
                            .with(Attribute.CORRECTED_TIME, clock.corrected(time))
                            .with(Attribute.SEQUENCE, view.isEmpty() ? "" : scan.member(5)));
        }
        return found.batch(batch.events().isEmpty() ? "" : batch.events().get(0).member(1));
    }

    @Override
    public Reply accepted(Request request, Decoded decoded) {
        return Reply.text(200, "");
    }
}

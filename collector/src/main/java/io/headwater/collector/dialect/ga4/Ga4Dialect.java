package io.headwater.collector.dialect.ga4;

import io.headwater.collector.dialect.Attributes;
import io.headwater.collector.dialect.BatchObject;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Endpoint;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Found;
import io.headwater.collector.dialect.Head;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Reply;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Rfc3339;
import io.headwater.collector.dialect.Scan;
import io.headwater.collector.dialect.Wanted;
import java.util.List;

/**
 * Google Analytics 4's Measurement Protocol: {@code {"client_id":…,"events":[{"name":…,"params":…}]}}. The write key is the
 * {@code api_secret}. Who an event is of stands beside the events, so it is an attribute, {@code clientid}.
 */
public final class Ga4Dialect implements Dialect {
    private static final Wanted OUTER = Wanted.of("client_id#", "app_instance_id", "user_id", "timestamp_micros#");
    private static final Wanted EVENT = Wanted.of("name", "timestamp_micros#");
    private static final String DEFAULT_TYPE = "event";
    private static final int MICROS = 6;

    private final EventCheck check;

    public Ga4Dialect(EventCheck check) {
        this.check = check;
    }

    @Override
    public String name() {
        return "ga4";
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/mp/collect"));
    }

    @Override
    public String key(Head head) {
        return head.parameter("api_secret");
    }

    @Override
    public Decoded decode(Request request) throws Malformed {
        byte[] bytes = request.bytes();
        BatchObject batch =
                BatchObject.read(bytes, check, "events", OUTER, EVENT).required("events");
        Scan outer = batch.members();
        String client = Attributes.first(outer.member(0), outer.member(1));
        String user = outer.member(2);
        Found found = check.found();
        for (Scan scan : batch.events()) {
            check.add(
                    found,
                    bytes,
                    scan,
                    new Attributes(
                                    "",
                                    Attributes.first(scan.member(0), DEFAULT_TYPE),
                                    Rfc3339.ofUnix(Attributes.first(scan.member(1), outer.member(3)), MICROS),
                                    user,
                                    Attributes.first(client, user))
                            .with("clientid", client));
        }
        return found.batch("");
    }

    @Override
    public Reply accepted(Request request, Decoded decoded) {
        return Reply.nothing();
    }
}

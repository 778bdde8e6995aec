package io.headwater.collector.dialect.amplitude;

import io.headwater.collector.dialect.Attributes;
import io.headwater.collector.dialect.BatchObject;
import io.headwater.collector.dialect.ClientClock;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Endpoint;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Found;
import io.headwater.collector.dialect.Head;
import io.headwater.collector.dialect.JsonText;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Reply;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Rfc3339;
import io.headwater.collector.dialect.Scan;
import io.headwater.collector.dialect.Wanted;
import io.headwater.event.Attribute;
import java.util.List;

/**
 * Amplitude's HTTP API v2 and batch upload: {@code {"api_key":…,"events":[…]}}. Its SDKs send again whatever the status,
 * and split what is answered 413, as long as an error has Amplitude's own form.
 */
public final class AmplitudeDialect implements Dialect {
    private static final Wanted OUTER = Wanted.of("api_key", "client_upload_time");
    private static final Wanted EVENT =
            Wanted.of("insert_id", "event_type", "time#", "user_id", "device_id", "event_id#", "library", "api_key");
    private static final String DEFAULT_TYPE = "event";

    private final EventCheck check;

    public AmplitudeDialect(EventCheck check) {
        this.check = check;
    }

    @Override
    public String name() {
        return "amplitude";
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/2/httpapi"), Endpoint.post("/batch"));
    }

    @Override
    public Decoded decode(Request request) throws Malformed {
        byte[] bytes = request.bytes();
        BatchObject batch =
                BatchObject.read(bytes, check, "events", OUTER, EVENT).required("events");
        ClientClock clock = ClientClock.sent(batch.members().member(1), request.at());
        Found found = check.found();
        for (Scan scan : batch.events()) {
            String time = Rfc3339.ofMillis(scan.member(2));
            String device = scan.member(4);
            check.add(
                    found,
                    bytes,
                    scan,
                    new Attributes(
                                    scan.member(0),
                                    Attributes.first(scan.member(1), DEFAULT_TYPE),
                                    time,
                                    scan.member(3),
                                    Attributes.first(device, scan.member(3)))
                            .with(Attribute.CORRECTED_TIME, clock.corrected(time))
                            .with(Attribute.SEQUENCE, device.isEmpty() ? "" : scan.member(5))
                            .with(Attribute.LIBRARY, scan.member(6)));
        }
        return found.batch(batch.members().member(0));
    }

    @Override
    public Reply accepted(Request request, Decoded decoded) {
        return new Reply(200, "application/json", JsonText.of(json -> {
            json.writeStartObject();
            json.writeNumberField("code", 200);
            json.writeNumberField("events_ingested", decoded.events().size());
            json.writeNumberField("payload_size_bytes", request.bytes().length);
            json.writeNumberField("server_upload_time", request.at().toEpochMilli());
            json.writeEndObject();
        }));
    }

    @Override
    public Reply refused(Head head, int status, String sentence) {
        return new Reply(status, "application/json", JsonText.of(json -> {
            json.writeStartObject();
            json.writeNumberField("code", status);
            json.writeStringField("error", sentence);
            json.writeEndObject();
        }));
    }
}

package io.headwater.deploy.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.List;

/**
 * One way to say the bench's events on the wire: a dialect, the write key where its SDKs put it, nothing compressed. What an
 * app puts into an event is the same in all of them, about a kilobyte; CMCD and browsers' reports have no room for it and say
 * what they say.
 *
 * @param name of the dialect, and of the encoding where it has two
 * @param sources that send them, each its share
 */
record Wire(String name, String path, String headers, int sources, Body body) {
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String TEXT = "Content-Type: text/plain;charset=UTF-8\r\n";
    private static final String BEARER = "Authorization: Bearer demo-key\r\n";
    private static final String SHAPE = "-of-";
    private static final String BASIC = "Authorization: Basic ZGVtby1rZXk6\r\n";

    static final Wire NATIVE = new Wire("native", "/v1/events", BEARER + JSON, text("[", SampleEvents.EVENT, ",", "]"));

    /** Each dialect but the native one. */
    static final List<Wire> OTHERS = List.of(
            new Wire("beacon", "/beacon?k=demo-key", TEXT, text("{\"events\":[", SampleEvents.EVENT, ",", "]}")),
            new Wire("segment", "/v1/batch", BASIC + JSON, text("{\"batch\":[", """
                    {"messageId":"@id@","type":"track","event":"heartbeat","anonymousId":"@session@","timestamp":"@time@",\
                    "context":{"library":{"name":"@segment/analytics-node","version":"3.1.0"}},"properties":{@members@}}""", ",", """
                    ],"writeKey":"demo-key","sentAt":"@time@"}""")),
            new Wire("rudderstack", "/v1/batch", BASIC + JSON, text("{\"batch\":[", """
                    {"messageId":"@id@","type":"track","event":"heartbeat","anonymousId":"@session@","originalTimestamp":"@time@",\
                    "context":{"library":{"name":"analytics-node","version":"3.0.13"}},"properties":{@members@}}""", ",", """
                    ],"timestamp":"@time@","sentAt":"@time@"}""")),
            new Wire("cmcd", "/cmcd/demo-key", "Content-Type: application/cmcd\r\n", text("", """
                    bl=(12421),br=(1200),cid="ep-31870",e=t,lb=(1200),mtp=(8100),pr=1,pt=70000,sf=h,sid="@session@",sn=@n@,\
                    st=v,sta=p,tb=(6000),tpb=(6000),ts=1795394433353,v=2""", "\n", "")),
            new Wire("cmcd-request", "/cdn/v1/logs", "X-Api-Key: demo-key\r\n" + JSON, text("[", """
                    {"reqId":"@id@","reqTimeSec":"1795394433.353","reqHost":"cdn.example.tv","reqPath":"/ep-31870/v-1200/70.m4s",\
                    "queryStr":"CMCD=bl%3D12400%2Cbr%3D1200%2Ccid%3D%22ep-31870%22%2Cd%3D4000%2Cmtp%3D8100%2Cot%3Dv%2C\
                    sf%3Dh%2Csid%3D%22@session@%22%2Cst%3Dv%2Ctb%3D6000","statusCode":"200","bytes":"612000","country":"GB",\
                    "asn":"5089","cliIP":"192.0.2.7","turnAroundTimeMSec":"4","cacheStatus":"1"}""", ",", "]")),
            new Wire("otlp JSON", "/v1/logs", BEARER + JSON, text("""
                    {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"player"}},\
                    {"key":"telemetry.sdk.name","value":{"stringValue":"opentelemetry"}}]},\
                    "scopeLogs":[{"scope":{"name":"playback","version":"1.0"},"logRecords":[""", """
                    {"timeUnixNano":"1795394433353000000","severityNumber":9,"severityText":"INFO","eventName":"heartbeat",\
                    "body":{"stringValue":"@text@"},"attributes":[{"key":"session.id","value":{"stringValue":"@session@"}},\
                    {"key":"log.record.uid","value":{"stringValue":"@id@"}}]}""", ",", "]}]}]}")),
            new Wire("otlp protobuf", "/v1/logs", BEARER + "Content-Type: application/x-protobuf\r\n", Wire::protobuf),
            new Wire(
                    "cloudevents",
                    "/cloudevents",
                    BEARER + "Content-Type: application/cloudevents-batch+json\r\n",
                    text("[", """
                    {"specversion":"1.0","id":"@id@","source":"/player","type":"heartbeat","time":"@time@",\
                    "sessionid":"@session@","datacontenttype":"application/json","data":{@members@}}""", ",", "]")),
            new Wire("snowplow", "/com.snowplowanalytics.snowplow/tp2", JSON, text("""
                    {"schema":"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4","data":[""", """
                    {"e":"ue","eid":"@id@","aid":"demo-key","p":"web","tv":"js-4.8.0","sid":"@session@","dtm":"1795394433353",\
                    "stm":"1795394433400","ue_px":"@base64@"}""", ",", "]}")),
            new Wire("posthog", "/batch/", JSON, text("{\"api_key\":\"demo-key\",\"batch\":[", """
                    {"uuid":"@id@","event":"heartbeat","distinct_id":"@session@","timestamp":"@time@",\
                    "properties":{"$lib":"posthog-node","$lib_version":"5.70.0",@members@}}""", ",", """
                    ],"sent_at":"@time@"}""")),
            new Wire(
                    "reporting",
                    "/reports/demo-key",
                    "Content-Type: application/reports+json\r\n",
                    text("[", """
                    {"type":"csp-violation","age":12,"url":"https://www.example.tv/watch/ep-31870","user_agent":"Mozilla/5.0",\
                    "body":{"documentURL":"https://www.example.tv/watch/ep-31870","effectiveDirective":"img-src",\
                    "blockedURL":"https://ads.example/@session@.gif","disposition":"report","statusCode":200}}""", ",", "]")),
            new Wire("mux", "/mux/demo-key", TEXT, text("{\"events\":[", """
                    {"e":"hb","ake":"demo-key","xid":"@session@","xsqno":@n@,"uti":1795394433353,@members@}""", ",", """
                    ],"metadata":{"transmission_timestamp":1795394433400}}""")),
            new Wire("amplitude", "/2/httpapi", JSON, text("{\"api_key\":\"demo-key\",\"events\":[", """
                    {"insert_id":"@id@","event_type":"heartbeat","device_id":"@session@","time":1795394433353,"event_id":@n@,\
                    "library":"amplitude-ts/2.0","event_properties":{@members@}}""", ",", """
                    ],"client_upload_time":"@time@"}""")),
            new Wire("mixpanel", "/track", JSON, text("[", """
                    {"event":"heartbeat","properties":{"token":"demo-key","$insert_id":"@id@","distinct_id":"@session@",\
                    "time":1795394433353,"mp_lib":"node",@members@}}""", ",", "]")),
            new Wire("ga4", "/mp/collect?api_secret=demo-key&measurement_id=G-1", JSON, text("""
                    {"client_id":"@session@","timestamp_micros":1795394433353000,"events":[""", """
                    {"name":"heartbeat","params":{@members@}}""", ",", "]}")));

    private Wire(String name, String path, String headers, Body body) {
        this(name, path, headers, 1, body);
    }

    /** What stands in a request of {@code size} events of one session; their ids begin with {@code id}. */
    interface Body {
        byte[] of(String id, int session, int size);
    }

    /** The native one, with such events. */
    static Wire of(Shape shape) {
        return new Wire(
                String.join(SHAPE, NATIVE.name, Integer.toString(shape.sources()), Integer.toString(shape.bytes())),
                NATIVE.path,
                NATIVE.headers,
                shape.sources(),
                text("[", SampleEvents.sized(shape.bytes()), ",", "]"));
    }

    /** The one of that name, its blanks written as {@code _}. */
    static Wire named(String name) {
        if (NATIVE.argument().equals(name)) {
            return NATIVE;
        }
        String[] shape = name.split(SHAPE, 3);
        if (shape.length == 3) {
            return of(new Shape(Integer.parseInt(shape[1]), Integer.parseInt(shape[2])));
        }
        return OTHERS.stream()
                .filter(each -> each.argument().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such wire: " + name));
    }

    /** Its name as one word. */
    String argument() {
        return name.replace(' ', '_');
    }

    Buffer request(String host, String id, int session, int size) {
        String own = headers.replace(Shape.key(0, 1), Shape.key(session, sources));
        return HttpLane.request(host, path, own, body.of(id, session, size));
    }

    /** One event of the native dialect, not in an array. */
    static Buffer single(String host, String id, int session) {
        return HttpLane.request(host, NATIVE.path, NATIVE.headers, SampleEvents.single(id, session));
    }

    private static Body text(String before, String each, String between, String after) {
        String object = "{" + SampleEvents.MEMBERS + "}";
        String described =
                "{\"schema\":\"iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0\",\"data\":"
                        + "{\"schema\":\"iglu:tv.example/heartbeat/jsonschema/1-0-0\",\"data\":" + object + "}}";
        String event = each.replace("@members@", SampleEvents.MEMBERS)
                .replace("@time@", SampleEvents.TIME)
                .replace("@text@", object.replace("\"", "\\\""))
                .replace("@base64@", Base64.getUrlEncoder().encodeToString(described.getBytes(UTF_8)));
        return (id, session, size) -> {
            String own = event.replace("@session@", SampleEvents.session(session));
            StringBuilder body = new StringBuilder(before.replace("@session@", SampleEvents.session(session)));
            for (int i = 0; i < size; i++) {
                body.append(i == 0 ? "" : between)
                        .append(own.replace("@id@", id + "-" + i).replace("@n@", Integer.toString(i)));
            }
            return body.append(after.replace("@time@", SampleEvents.TIME))
                    .toString()
                    .getBytes(UTF_8);
        };
    }

    private static byte[] protobuf(String id, int session, int size) {
        ScopeLogs.Builder logs = ScopeLogs.newBuilder()
                .setScope(InstrumentationScope.newBuilder().setName("playback"));
        for (int i = 0; i < size; i++) {
            logs.addLogRecords(LogRecord.newBuilder()
                    .setTimeUnixNano(1_795_394_433_353_000_000L)
                    .setSeverityText("INFO")
                    .setEventName("heartbeat")
                    .setBody(string("{" + SampleEvents.MEMBERS + "}"))
                    .addAttributes(pair("session.id", SampleEvents.session(session)))
                    .addAttributes(pair("log.record.uid", id + "-" + i)));
        }
        ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
        request.addResourceLogsBuilder()
                .addScopeLogs(logs)
                .getResourceBuilder()
                .addAttributes(pair("service.name", "player"));
        return request.build().toByteArray();
    }

    private static KeyValue pair(String key, String value) {
        return KeyValue.newBuilder().setKey(key).setValue(string(value)).build();
    }

    private static AnyValue string(String value) {
        return AnyValue.newBuilder().setStringValue(value).build();
    }
}

package io.headwater.collector.paths;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Requests;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request in each form for which there is no capture, after the protocols' own documents. */
final class SampleRequests {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MIXPANEL = """
            [{"event":"play","properties":{"token":"k","distinct_id":"d","$device_id":"v","$insert_id":"i1","time":1795521590,\
            "mp_lib":"web","$lib_version":"2.83"}},{"event":"pause","properties":{"token":"k","distinct_id":"d","t":"ü>>?~"}}]""";

    /* An event, as lz-string packs it. */
    private static final String LZ64 = "N4IgpgbmB2AuIC5wgDQgA4CcD26ydgEswBnRUWbAaxkRCtRABNCSjoBjWAfUKbv4BfQUA===";

    private SampleRequests() {}

    static Map<String, Request> all() {
        Map<String, Request> all = new LinkedHashMap<>();
        all.put("native/lines", Requests.post("/v1/events", """
                {"id":"1","type":"play","session":"s","seq":1,"time":"2026-11-24T11:00:00Z"}
                {"id":"2","type":"pause","user":"u","a":[1,{"b":2.0}]}
                """, "Content-Type", "application/x-ndjson"));
        all.put(
                "beacon/multipart",
                Requests.post("/beacon?k=k", """
                --x\r
                Content-Disposition: form-data; name="e"\r
                \r
                {"type":"play","session":"s"}\r
                --x--\r
                """, "Content-Type", "multipart/form-data; boundary=x"));
        all.put(
                "beacon/form",
                Requests.post("/beacon?k=k", "e=%7B%22type%22%3A%22play%22%7D&n=1", "Content-Type", FORM));
        all.put("beacon/pixel", Requests.get("/i.gif?k=k&e=%7B%22type%22%3A%22play%22%2C%22session%22%3A%22s%22%7D"));
        all.put("segment/pixel", Requests.get("/v1/pixel/track?data=" + base64("""
                {"writeKey":"k","event":"Play","anonymousId":"a","messageId":"m","timestamp":"2026-11-24T11:00:00Z"}""")));
        all.put("cloudevents/batch", Requests.post("/", """
                [{"specversion":"1.0","id":"1","source":"/s","type":"t","data_base64":"AAEC","datacontenttype":"image/png"},\
                {"specversion":"0.3","id":"2","source":"/s","type":"t","datacontentencoding":"base64","data":"AAEC"},\
                {"specversion":"1.0","id":"3","source":"/s","type":"t","time":"2026-11-24T11:00:00Z","data":{"a":[1.0]}}]""", "Content-Type", "application/cloudevents-batch+json"));
        all.put("reporting/csp", Requests.post("/csp?k=k", """
                {"csp-report":{"document-uri":"https://x","violated-directive":"img-src"}}""", "Content-Type", "application/csp-report"));
        all.put("cmcd-request/logs", Requests.post("/cdn/v1/logs", """
                [{"reqId":"r1","reqTimeSec":"1795521590.5","queryStr":"a=1&CMCD=bl%3D12400%2Cbr%3D1200%2Csid%3D%22s%22%2Csn%3D4"},\
                {"headers":{"CMCD-Object":"br=450,d=4000","cmcd-session":"sid=\\"a\\",sf=h","CMCD-Status":"bs"},"n":1.0},\
                {"cs-uri-query":"CMCD=ot%253Di%252Csid%253D%2522a1%2522"},{"cmcd":"ot=i,bl=(2000;v 3900;a)"}]"""));
        all.put("mux/batch", Requests.post("/", """
                {"metadata":{"transmission_timestamp":1795521595000,"rtt_ms":3},"events":[\
                {"e":"viewstart","ake":"env","xid":"v1","sid":"s","xsqno":1,"uti":1795521590000},\
                {"e":"hb","ake":"env","xid":"v1","pinid":"p","xsqno":2}]}""", "Content-Type", "text/plain"));
        all.put("amplitude/httpapi", Requests.post("/2/httpapi", """
                {"api_key":"k","events":[{"event_type":"play","device_id":"d","user_id":"u","time":1795521590000,\
                "insert_id":"i","event_id":7,"library":"amplitude-ts/2.0","event_properties":{"a":1.0}}],\
                "client_upload_time":"2026-11-24T11:59:55.000Z","options":{"min_id_length":5}}""", "Content-Type", "application/json"));
        all.put(
                "mixpanel/form",
                Requests.post("/track?ip=1", "data=" + base64(MIXPANEL) + "&verbose=1", "Content-Type", FORM));
        all.put("mixpanel/query", Requests.get("/track?ip=1&data=" + base64(MIXPANEL)));
        all.put("mixpanel/json", Requests.post("/track?verbose=1", MIXPANEL, "Content-Type", "application/json"));
        all.put(
                "mixpanel/lines",
                Requests.post(
                        "/import?strict=1",
                        MIXPANEL.substring(1, MIXPANEL.length() - 1).replace("},{", "}\n{")));
        all.put("mixpanel/profiles", Requests.post("/engage", """
                [{"$token":"k","$distinct_id":"d","$set":{"name":"Ada"},"$time":1795521590}]""", "Content-Type", "application/json"));
        all.put("ga4/collect", Requests.post("/mp/collect?measurement_id=G-1&api_secret=k", """
                {"client_id":"c","user_id":"u","timestamp_micros":"1795521590000000","events":[\
                {"name":"play","params":{"session_id":"1","engagement_time_msec":100}},{"name":"pause","params":{}}]}"""));
        all.put(
                "posthog/form",
                Requests.post(
                        "/e/?compression=base64&_=1795521595000",
                        "data=" + base64("{\"event\":\"e\",\"properties\":{\"token\":\"k\",\"distinct_id\":\"d\"}}"),
                        "Content-Type",
                        FORM));
        all.put(
                "posthog/lz64",
                Requests.post(
                        "/e/?compression=lz64",
                        "data=" + URLEncoder.encode(LZ64, UTF_8) + "&compression=lz64",
                        "Content-Type",
                        FORM));
        return all;
    }

    private static String base64(String text) {
        return URLEncoder.encode(Base64.getEncoder().encodeToString(text.getBytes(UTF_8)), UTF_8);
    }
}

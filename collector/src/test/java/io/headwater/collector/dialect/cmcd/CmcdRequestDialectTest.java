package io.headwater.collector.dialect.cmcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Requests;
import io.headwater.deploy.testkit.Captures;
import io.headwater.event.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CmcdRequestDialectTest {
    private static final String KEYS = "{\"ot\":\"i\",\"sid\":\"a1\",\"sn\":4,\"su\":true,\"v\":2}";
    private static final String QUERY = "CMCD=ot%3Di%2Csid%3D%22a1%22%2Csn%3D4%2Csu%2Cv%3D2";

    private final CmcdRequestDialect dialect = new CmcdRequestDialect(Requests.check());

    /** As CDNs write them: a URL, a query apart, headers, and what they decoded already. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"url\":\"/seg.m4s?a=1&CMCD=ot%3Di%2Csid%3D%22a1%22%2Csn%3D4%2Csu%2Cv%3D2\"}",
                "{ \"reqPath\" : \"x\", \"queryStr\":\"CMCD=ot%3Di%2Csid%3D%22a1%22%2Csn%3D4%2Csu%2Cv%3D2\", \"n\":1.0}",
                "{\"cs-uri-query\":\"CMCD=ot%253Di%252Csid%253D%2522a1%2522%252Csn%253D4%252Csu%252Cv%253D2\"}",
                "{\"cmcd\":\"ot=i,sid=\\\"a1\\\",sn=4,su,v=2\"}",
                "{\"CMCD-Object\":\"ot=i\",\"cmcd_session\":\"sid=\\\"a1\\\",sn=4\",\"cmcd-status\":\"su\",\"Cmcd-Request\":\"v=2\"}",
                "{\"headers\":{\"cmcd-object\":\"ot=i\",\"CMCD-Session\":\"sid=\\\"a1\\\",sn=4,su,v=2\"},\"z\":{}}"
            })
    void findsTheKeysWhereverTheLogHasThemAndKeepsTheLine(String line) throws Malformed {
        Event event = only("[" + line + "]");
        assertThat(Requests.text(event))
                .startsWith("{\"line\":" + line + ",\"cmcd\":{")
                .endsWith("}}");
        assertThat(Requests.text(event))
                .contains("\"ot\":\"i\"", "\"sid\":\"a1\"", "\"sn\":4", "\"su\":true", "\"v\":2");
        assertThat(event.id()).isEqualTo("a1-4-request");
        assertThat(event.type()).isEqualTo("request");
        assertThat(event.partitionKey()).isEqualTo("a1");
        assertThat(event.more("sequence")).isEqualTo("4");
    }

    /** What dash.js put on its request for a chunk; it writes spaces as plus signs. */
    @Test
    void takesTheQueryOfACapturedRequestOfDashJs() throws Malformed {
        String path = Captures.read("cmcd/dashjs-request-mode-12").path();
        Event event = only("{\"time\":\"2026-11-23T00:33:00Z\",\"url\":\"" + path + "\"}");
        assertThat(Requests.text(event))
                .isEqualTo(
                        "{\"line\":{\"time\":\"2026-11-23T00:33:00Z\",\"url\":\"" + path + "\"},\"cmcd\":{\"bl\":21300,"
                                + "\"br\":48,\"cid\":\"ep-10041\",\"d\":2000,\"dl\":21300,\"ot\":\"a\",\"rtp\":100,\"sf\":\"d\","
                                + "\"sid\":\"773baf7d-057f-40cb-bfb8-cf58d4a5ec65\",\"st\":\"v\",\"tb\":48}}");
        assertThat(event.time()).isEqualTo("2026-11-23T00:33:00Z");
        assertThat(event.partitionKey()).isEqualTo("773baf7d-057f-40cb-bfb8-cf58d4a5ec65");
        String second = Captures.read("cmcd/dashjs-request-mode-4").path();
        assertThat(Requests.text(only("{\"url\":\"" + second + "\"}")))
                .contains(
                        "\"cmcd\":{\"ab\":[{\"value\":400,\"v\":true},{\"value\":48,\"a\":true}],\"bl\":[{\"value\":21600,");
    }

    @Test
    void takesTheTimeOfTheLine() throws Malformed {
        assertThat(only("{\"reqTimeSec\":\"1795393980.25\",\"queryStr\":\"" + QUERY + "\"}")
                        .time())
                .isEqualTo("2026-11-23T00:33:00.250Z");
        assertThat(only("{\"timestamp\":1795393980250,\"queryStr\":\"" + QUERY + "\"}")
                        .time())
                .isEqualTo("2026-11-23T00:33:00.250Z");
    }

    @Test
    void keepsALineWithoutKeys() throws Malformed {
        Event event = only("{\"url\":\"/favicon.ico\",\"reqId\":\"r-1\"}");
        assertThat(Requests.text(event))
                .isEqualTo("{\"line\":{\"url\":\"/favicon.ico\",\"reqId\":\"r-1\"},\"cmcd\":null}");
        assertThat(event.id()).isEqualTo("r-1");
    }

    @Test
    void rejectsALineWhoseKeysCannotBeReadAlone() throws Malformed {
        Decoded decoded = dialect.decode(Requests.post(
                "/cdn/v1/logs", "[{\"cmcd\":\"ot=\"},7,{\"a\":1,\"a\":2},{\"cmcd\":\"" + "sid=\\\"x\\\"" + "\"}]"));
        assertThat(decoded.events()).hasSize(1);
        assertThat(decoded.rejections()).extracting("code").containsExactly("syntax", "not_an_object", "duplicate_key");
    }

    @Test
    void takesLinesOneByOne() throws Malformed {
        Decoded decoded = dialect.decode(Requests.post("/cdn/v1/logs", "{\"cmcd\":\"e=t\"}\n{\"cm\n{\"b\":2}\n"));
        assertThat(decoded.events()).extracting(Event::type).containsExactly("t", "request");
        assertThat(decoded.rejections()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[", "[{]", "[{},", "[]x"})
    void refusesABodyThatCannotBeRead(String body) {
        assertThatThrownBy(() -> dialect.decode(Requests.post("/cdn/v1/logs", body)))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void hasTheKeysItWasWrittenFor() throws Malformed {
        assertThat(Requests.text(only("{\"q\":\"" + QUERY + "\"}"))).endsWith(",\"cmcd\":" + KEYS + "}");
    }

    private Event only(String body) throws Malformed {
        Decoded decoded = dialect.decode(Requests.post("/cdn/v1/logs", body));
        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.events()).hasSize(1);
        return decoded.events().get(0);
    }
}

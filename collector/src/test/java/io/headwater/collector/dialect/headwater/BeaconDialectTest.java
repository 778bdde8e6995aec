package io.headwater.collector.dialect.headwater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Requests;
import io.headwater.deploy.testkit.Captures;
import io.headwater.event.Event;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeaconDialectTest {
    /** What the page sent again and again, in every way a page can. */
    private static final List<String> EVENTS = List.of(
            "{\"type\":\"playing\",\"id\":\"1552412e-bcf8-4069-83d9-a7db3ffe7af6\",\"i\":0}",
            "{\"type\":\"playing\",\"id\":\"a0864aa8-aae2-458f-bb9d-d60b0bf598e9\",\"i\":1}",
            "{\"type\":\"playing\",\"id\":\"9c5db303-1f26-4805-b7e4-498ee6b3aa26\",\"i\":2}");

    private final BeaconDialect dialect = new BeaconDialect(Requests.check());

    /** A string, a blob, form data, URL parameters, a blob of JSON, and gzipped lines. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 6, 7, 8})
    void takesTheThreeEventsOfACapturedBeacon(int capture) throws Malformed {
        Decoded decoded = dialect.decode(captured(capture));
        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.batch()).isTrue();
        assertThat(decoded.events()).extracting(Requests::text).containsExactlyElementsOf(EVENTS);
        assertThat(decoded.events())
                .extracting(Event::id)
                .containsExactly(
                        "1552412e-bcf8-4069-83d9-a7db3ffe7af6",
                        "a0864aa8-aae2-458f-bb9d-d60b0bf598e9",
                        "9c5db303-1f26-4805-b7e4-498ee6b3aa26");
        assertThat(decoded.events()).extracting(Event::type).containsOnly("playing");
    }

    @Test
    void takesTheEventInTheQueryOfACapturedPixelAndAnswersWithOne() throws Malformed {
        Request request = captured(5);
        Decoded decoded = dialect.decode(request);
        assertThat(decoded.events()).extracting(Requests::text).containsExactly(EVENTS.get(0));
        assertThat(dialect.accepted(request, decoded).contentType()).isEqualTo("image/gif");
    }

    @Test
    void takesWhatACapturedPageSendsAsItGoes() throws Malformed {
        assertThat(dialect.decode(captured(9)).events())
                .extracting(Requests::text)
                .containsExactly("{\"type\":\"stop\",\"via\":\"fetch-keepalive\"}");
        assertThat(dialect.decode(captured(10)).events())
                .extracting(Requests::text)
                .containsExactly("{\"type\":\"stop\",\"via\":\"beacon-pagehide\"}");
    }

    @Test
    void takesAFormWhoseFieldHasAnotherName() throws Malformed {
        assertThat(decode("payload=%7B%22id%22%3A%22x%22%7D&n=1")).containsExactly("{\"id\":\"x\"}");
        assertThat(decode("--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\n{\"id\":\"y\"}\r\n--b--\r\n"))
                .containsExactly("{\"id\":\"y\"}");
    }

    @Test
    void anObjectWhoseEventsAreNoArrayIsAnEvent() throws Malformed {
        assertThat(decode("{\"events\":7}")).containsExactly("{\"events\":7}");
        assertThat(decode("{\"events\":{\"a\":1},\"id\":\"z\"}"))
                .containsExactly("{\"events\":{\"a\":1},\"id\":\"z\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "e=",
                "hello",
                "a=b",
                "--",
                "--b\r\nContent-Disposition: x",
                "--b\r\nContent-Disposition: form-data; name=\"e\"\r\n\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"e\"\r\n\r\n\r\n--b--\r\n",
                "%",
                "{\"events\":["
            })
    void refusesWhatHoldsNoEvent(String body) {
        assertThatThrownBy(() -> decode(body)).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesAPixelWithoutAnEvent() {
        assertThatThrownBy(() -> dialect.decode(Requests.get("/i.gif?k=key"))).isInstanceOf(Malformed.class);
    }

    private List<String> decode(String body) throws Malformed {
        return dialect.decode(Requests.post("/beacon?k=key", body)).events().stream()
                .map(Requests::text)
                .toList();
    }

    private static Request captured(int number) {
        return Requests.of(Captures.read("beacon/chromium-beacon-" + number));
    }
}

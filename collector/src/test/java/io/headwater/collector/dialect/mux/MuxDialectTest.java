package io.headwater.collector.dialect.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Requests;
import io.headwater.event.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MuxDialectTest {
    private static final String EVENTS = "{\"e\":\"viewstart\",\"ake\":\"env\",\"xid\":\"v1\",\"xsqno\":1,"
            + "\"uti\":1795521590000,\"pinid\":\"p\"}, {\"e\":\"hb\",\"ake\":\"env\",\"xid\":\"v1\",\"xsqno\":2.0}";

    private final MuxDialect dialect = new MuxDialect(Requests.check());

    @Test
    void passesEachEventThroughAsItIs() throws Malformed {
        Decoded decoded = decode(
                "{\"metadata\":{\"transmission_timestamp\":1795521595000,\"rtt_ms\":3},\"events\":[" + EVENTS + "]}");
        assertThat(decoded.writeKey()).isEqualTo("env");
        assertThat(String.join(
                        ", ", decoded.events().stream().map(Requests::text).toList()))
                .isEqualTo(EVENTS);
        Event first = decoded.events().get(0);
        assertThat(first.type()).isEqualTo("viewstart");
        assertThat(first.partitionKey()).isEqualTo("v1");
        assertThat(first.time()).isEqualTo("2026-11-24T11:59:50Z");
        assertThat(first.more("correctedtime")).isEqualTo("2026-11-24T11:59:55Z");
        assertThat(first.more("sequence")).isEqualTo("1");
    }

    /** The SDK sent its last batch by beacon and by fetch: the same events under another transmission timestamp. */
    @Test
    void givesTheSameEventTheSameIdEachTime() throws Malformed {
        Decoded once = decode("{\"metadata\":{\"transmission_timestamp\":1},\"events\":[" + EVENTS + "]}");
        Decoded again = decode("{\"events\":[" + EVENTS + "],\"metadata\":{\"transmission_timestamp\":2}}");
        assertThat(again.events())
                .extracting(Event::id)
                .containsExactlyElementsOf(once.events().stream().map(Event::id).toList());
        assertThat(once.events()).extracting(Event::id).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"events\":7}", "[]", "{\"events\":[}"})
    void refusesWhatIsNoBeacon(String body) {
        assertThatThrownBy(() -> decode(body)).isInstanceOf(Malformed.class);
    }

    private Decoded decode(String body) throws Malformed {
        return dialect.decode(Requests.post("/", body, "Content-Type", "text/plain"));
    }
}

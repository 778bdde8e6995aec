package io.headwater.collector.dialect.amplitude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Requests;
import io.headwater.event.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmplitudeDialectTest {
    private final AmplitudeDialect dialect = new AmplitudeDialect(Requests.check());

    @Test
    void takesEachEventAsTheHttpApiHasIt() throws Malformed {
        String event =
                "{ \"user_id\":\"john_doe@gmail.com\",\"device_id\":\"C8F9E604\",\"event_type\":\"watch_tutorial\","
                        + "\"time\":1795521590123,\"event_id\":23,\"session_id\":1396381378123,\"insert_id\":\"5f0adeff\","
                        + "\"library\":\"amplitude-ts/1.5.73\",\"event_properties\":{\"load_time\":0.80} }";
        Request request = Requests.post(
                "/2/httpapi",
                "{\"api_key\":\"my_key\",\"events\":[" + event + ",null],\"options\":{\"min_id_length\":5},"
                        + "\"client_upload_time\":\"2026-11-24T11:59:58.000Z\"}");
        Decoded decoded = dialect.decode(request);
        assertThat(decoded.writeKey()).isEqualTo("my_key");
        assertThat(decoded.rejections()).extracting("code").containsExactly("not_an_object");
        Event only = decoded.events().get(0);
        assertThat(Requests.text(only)).isEqualTo(event);
        assertThat(only.id()).isEqualTo("5f0adeff");
        assertThat(only.type()).isEqualTo("watch_tutorial");
        assertThat(only.time()).isEqualTo("2026-11-24T11:59:50.123Z");
        assertThat(only.more("correctedtime")).isEqualTo("2026-11-24T11:59:52.123Z");
        assertThat(only.subject()).isEqualTo("john_doe@gmail.com");
        assertThat(only.partitionKey()).isEqualTo("C8F9E604");
        assertThat(only.more("sequence")).isEqualTo("23");
        assertThat(only.more("library")).isEqualTo("amplitude-ts/1.5.73");
        assertThat(Requests.text(dialect.accepted(request, decoded)))
                .isEqualTo("{\"code\":200,\"events_ingested\":1,\"payload_size_bytes\":" + request.bytes().length
                        + ",\"server_upload_time\":1795521600000}");
    }

    @Test
    void saysErrorsInAmplitudesForm() {
        assertThat(Requests.text(dialect.refused(Requests.post("/batch", "").head(), 413, "too \"large\"")))
                .isEqualTo("{\"code\":413,\"error\":\"too \\\"large\\\"\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"api_key\":\"k\"}", "{\"events\":{}}", "{\"events\":[{]}"})
    void refusesWhatIsNoUpload(String body) {
        assertThatThrownBy(() -> dialect.decode(Requests.post("/batch", body))).isInstanceOf(Malformed.class);
    }
}

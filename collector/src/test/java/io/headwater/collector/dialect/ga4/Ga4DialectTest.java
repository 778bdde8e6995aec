package io.headwater.collector.dialect.ga4;

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

class Ga4DialectTest {
    private final Ga4Dialect dialect = new Ga4Dialect(Requests.check());

    @Test
    void takesEachEventAsTheMeasurementProtocolHasIt() throws Malformed {
        String event = "{ \"name\":\"campaign_details\",\"params\":{\"campaign_id\":\"google_1234\",\"value\":1.0}}";
        Request request = Requests.post(
                "/mp/collect?measurement_id=G-1&api_secret=s3cret",
                "{\"client_id\":\"client.1\",\"user_id\":\"u\",\"timestamp_micros\":\"1795521590123456\",\"events\":["
                        + event + ",{\"name\":\"later\",\"timestamp_micros\":1795521591000000}]}");
        Decoded decoded = dialect.decode(request);
        assertThat(dialect.key(request.head())).isEqualTo("s3cret");
        assertThat(decoded.rejections()).isEmpty();
        Event first = decoded.events().get(0);
        assertThat(Requests.text(first)).isEqualTo(event);
        assertThat(first.type()).isEqualTo("campaign_details");
        assertThat(first.time()).isEqualTo("2026-11-24T11:59:50.123456Z");
        assertThat(first.subject()).isEqualTo("u");
        assertThat(first.partitionKey()).isEqualTo("client.1");
        assertThat(first.more("clientid")).isEqualTo("client.1");
        assertThat(decoded.events().get(1).time()).isEqualTo("2026-11-24T11:59:51Z");
        assertThat(dialect.accepted(request, decoded).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"events\":1}"})
    void refusesWhatIsNoCollection(String body) {
        assertThatThrownBy(() -> dialect.decode(Requests.post("/mp/collect", body)))
                .isInstanceOf(Malformed.class);
    }
}

package io.headwater.collector.dialect.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Requests;
import io.headwater.deploy.testkit.Captures;
import io.headwater.event.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RudderStackDialectTest {
    private final RudderStackDialect dialect = new RudderStackDialect(Requests.check());

    /** Plain, then as gzip that says it is a form. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 12", "4, 1", "5, 20", "6, 20", "7, 4"})
    void takesEachEventOfACapturedBatch(int capture, int events) throws Malformed {
        Decoded decoded = dialect.decode(captured(capture));
        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.events()).hasSize(events);
        assertThat(decoded.writeKey()).isEmpty();
        assertThat(decoded.events())
                .allSatisfy(event -> assertThat(event.id()).isNotEmpty())
                .allSatisfy(event -> assertThat(event.more("library")).isEqualTo("analytics-node/3.0.13"));
        assertThat(decoded.events()).extracting(Event::id).doesNotHaveDuplicates();
    }

    /** Its SDK for Node.js gives an original timestamp and none called timestamp. */
    @Test
    void takesTheOriginalTimestampAndCorrectsItByTheBatchsSentAt() throws Malformed {
        Event event = dialect.decode(Requests.post(
                        "/v1/batch",
                        "{\"batch\":[{\"type\":\"track\",\"event\":\"play\",\"messageId\":\"m1\",\"anonymousId\":\"a\","
                                + "\"userId\":\"u\",\"originalTimestamp\":\"2026-11-24T11:59:50.000Z\"}],"
                                + "\"sentAt\":\"2026-11-24T11:59:58.000Z\"}"))
                .events()
                .get(0);
        assertThat(event.time()).isEqualTo("2026-11-24T11:59:50.000Z");
        assertThat(event.more("correctedtime")).isEqualTo("2026-11-24T11:59:52Z");
        assertThat(event.partitionKey()).isEqualTo("a");
        assertThat(event.subject()).isEqualTo("u");
    }

    @Test
    void takesWhenItWasSentFromTheHeaderThatBrowsersSend() throws Malformed {
        Event event = dialect.decode(Requests.post(
                        "/v1/track",
                        "{\"event\":\"play\",\"originalTimestamp\":\"2026-11-24T11:59:50Z\"}",
                        "SentAt",
                        "2026-11-24T11:59:59Z"))
                .events()
                .get(0);
        assertThat(event.more("correctedtime")).isEqualTo("2026-11-24T11:59:51Z");
        assertThat(event.type()).isEqualTo("play");
    }

    @Test
    void letsItsSdkSendAgainWhatItWouldDrop() {
        assertThat(dialect.status(408)).isEqualTo(503);
        assertThat(dialect.status(429)).isEqualTo(429);
        assertThat(dialect.status(400)).isEqualTo(400);
    }

    private static Request captured(int number) {
        return Requests.of(Captures.read("rudderstack/rudder-sdk-node-" + number));
    }
}

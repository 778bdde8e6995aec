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

/** Segment's browser SDK as captured: one event a request, and batches. */
class SegmentBrowserTest {
    private static final String ANONYMOUS = "03af0212-2ce5-42bf-9c3d-4b5fa2bc0471";

    private final SegmentDialect dialect = new SegmentDialect(Requests.check());

    @ParameterizedTest
    @CsvSource({
        "2, page, ajs-next-1795394326250-5403af02-122c-45e2-bf1c-3d4b5fa2bc04, 2026-11-23T00:38:46.250Z, ''",
        "3, identify, ajs-next-1795394326621-02122ce5-e2bf-4c3d-8b5f-a2bc0471283f, 2026-11-23T00:38:46.621Z, usr_1",
        "4, group, ajs-next-1795394326648-2ce5e2bf-1c3d-4b5f-a2bc-0471283f61aa, 2026-11-23T00:38:46.648Z, usr_1",
        "5, playing, ajs-next-1795394326653-e2bf1c3d-4b5f-42bc-8471-283f61aa5eae, 2026-11-23T00:38:46.653Z, usr_1",
        "8, stop, ajs-next-1795394329230-a2bc0471-283f-41aa-9eae-4c7dfa971a85, 2026-11-23T00:38:49.230Z, usr_1"
    })
    void takesACapturedCallByItsFirstLetter(int capture, String type, String id, String time, String user)
            throws Malformed {
        Request request = captured(capture);
        Decoded decoded = dialect.decode(request);
        assertThat(decoded.writeKey()).isEqualTo("wk_test_0123456789abcdef");
        assertThat(decoded.events()).hasSize(1);
        Event event = decoded.events().get(0);
        assertThat(event.type()).isEqualTo(type);
        assertThat(event.id()).isEqualTo(id);
        assertThat(event.time()).isEqualTo(time);
        assertThat(event.subject()).isEqualTo(user);
        assertThat(event.partitionKey()).isEqualTo(ANONYMOUS);
        assertThat(event.more("library")).isEqualTo("analytics.js/npm:next-1.84.3");
        assertThat(event.data().bytes()).isEqualTo(request.bytes());
    }

    @Test
    void takesACapturedBatchWithTheKeyInItsBody() throws Malformed {
        Decoded decoded = dialect.decode(captured(10));
        assertThat(decoded.writeKey()).isEqualTo("wk_test_0123456789abcdef");
        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.events()).hasSize(5);
        assertThat(decoded.events().get(0).type()).isEqualTo("page");
        assertThat(dialect.decode(captured(11)).events()).hasSize(7);
    }

    /** Sent at 00:38:46.312 of its clock, received at 12:00:00 of the next day: all its times are late by that much. */
    @Test
    void correctsTheClientsTimeByWhenItSaysItSent() throws Malformed {
        assertThat(dialect.decode(captured(2)).events().get(0).more("correctedtime"))
                .isEqualTo("2026-11-24T11:59:59.938Z");
    }

    @Test
    void correctsNothingOfAClientThatDoesNotSayWhenItSent() throws Malformed {
        Event event = dialect.decode(Requests.post("/v1/t", "{\"timestamp\":\"2026-11-23T00:38:46Z\"}"))
                .events()
                .get(0);
        assertThat(event.more()).isEmpty();
    }

    private static Request captured(int number) {
        return Requests.of(Captures.read("segment/segment-analytics-next-" + number));
    }
}

package io.headwater.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.event.Attribute;
import io.headwater.event.LoggedEvent;
import io.headwater.event.SourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an SDK says it sent, and nobody ever saw. */
@ExtendWith(TestBroker.Given.class)
class SdkGapsIT {
    private static final int NUMBERED = 400;

    @Test
    void holesInAnSdksOwnNumbersAreInTheMetersAndRepeatsAreNone(TestBroker broker) {
        List<LoggedEvent> sent = new ArrayList<>();
        for (LoggedEvent each : Events.in(2, new SourceId("holes", "web"), NUMBERED)) {
            int number = sent.size();
            sent.add(numbered(each, number));
        }
        List<LoggedEvent> arrived = new ArrayList<>(sent);
        arrived.subList(10, 17).clear();
        arrived.add(20, arrived.get(19));
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router =
                        TestRouter.start(broker.servers(), "holes", DeliveryIT.to(sink, "cloudevents"), Map.of())) {
            broker.append(arrived);
            await().until(() -> sink.events().size() == NUMBERED - 7);
            String[] sdk = {"source", "holes/web", "dialect", "native", "library", "player/1.2"};
            assertThat(router.counted("headwater.sdk.numbered", sdk)).isEqualTo(NUMBERED - 7);
            assertThat(router.counted("headwater.sdk.missing", sdk)).isEqualTo(7);
            assertThat(router.counted("headwater.sdk.recovered", sdk)).isZero();
            broker.append(sent.subList(12, 13));
            await().until(() -> router.counted("headwater.sdk.recovered", sdk) == 1);
        }
    }

    private static LoggedEvent numbered(LoggedEvent logged, int number) {
        List<Attribute> more = List.of(
                new Attribute(Attribute.SEQUENCE, Integer.toString(number)),
                new Attribute(Attribute.LIBRARY, "player/1.2"));
        return new LoggedEvent(logged.event().with(more), logged.acceptance(), logged.line(), logged.seq());
    }
}

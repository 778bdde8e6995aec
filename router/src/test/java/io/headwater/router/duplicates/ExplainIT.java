package io.headwater.router.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.event.Acceptance;
import io.headwater.event.Line;
import io.headwater.event.LoggedEvent;
import io.headwater.event.SourceId;
import io.headwater.kafka.ReportRecords;
import io.headwater.ledger.Column;
import io.headwater.ledger.Fact;
import io.headwater.ledger.LineReport;
import io.headwater.ledger.Numbers;
import io.headwater.ledger.Section;
import io.headwater.ledger.Stage;
import io.headwater.ledger.Taking;
import io.headwater.router.Events;
import io.headwater.router.TestBroker;
import io.headwater.router.TestRouter;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** One event's story is told soon, though a million others came in the same hour. */
class ExplainIT {
    private static final int EVENTS = 1_000_000;
    private static final int SECONDS = 3_600;
    private static final int PARTITIONS = 4;
    /* A region's usual number of lines: with fewer there would be fewer reports to look through. */
    private static final int LINES = 12;
    private static final Duration SOON = Duration.ofSeconds(2);

    @Test
    void oneEventOfAMillionInTheLastHourIsExplainedWithinTwoSeconds() {
        try (TestBroker broker = TestBroker.ofItsOwn()) {
            oneEventOfAMillion(broker);
        }
    }

    private static void oneEventOfAMillion(TestBroker broker) {
        Instant hourAgo = Instant.now().minusSeconds(SECONDS - 60);
        LoggedEvent made = Events.in(1, new SourceId("million", "web"), 1).get(0);
        Acceptance then = new Acceptance(made.acceptance().origin(), hourAgo, "");
        LoggedEvent event = new LoggedEvent(made.event(), then, new Line("edge", "million", "local", 1), 0);
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router = TestRouter.start(broker.servers(), "million", to(sink), Map.of())) {
            await().atMost(Duration.ofSeconds(60)).until(router::isReady);
            broker.appendRecords(index(hourAgo));
            broker.appendRecords(reports(hourAgo));
            broker.append(List.of(event));
            String path = "/api/events/" + event.event().id();
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(router.get(path)).contains("\"delivered"));

            List<Duration> took = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                long asked = System.nanoTime();
                JsonObject story = router.look(path);
                took.add(Duration.ofNanos(System.nanoTime() - asked));
                assertThat(story.encode()).contains("million/crm", "\"status\":200");
            }
            took.sort(null);
            System.out.printf(
                    "one event of %,d in an hour, among %,d reports: explained in %,d to %,d ms%n",
                    EVENTS,
                    2 * LINES * SECONDS,
                    took.get(0).toMillis(),
                    took.get(4).toMillis());
            assertThat(took.get(2)).isLessThan(SOON);
        }
    }

    private static String to(WebhookSink sink) {
        return """
                destinations:
                  - {tenant: TENANT, name: crm, kind: webhook, url: "%s", secret: SECRET, format: cloudevents-batch,
                     allowPrivateAddresses: true}
                routes:
                  - {from: TENANT/web, to: crm}
                """.formatted(sink.url());
    }

    /** What routers would have written of a million events: one record a partition and half second. */
    private static List<ProducerRecord<byte[], byte[]>> index(Instant from) {
        Random random = new Random(1);
        int ticks = 2 * SECONDS;
        int each = EVENTS / ticks / PARTITIONS + 1;
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int tick = 0; tick < ticks; tick++) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                IndexRecords.Draft draft = new IndexRecords.Draft(partition);
                for (int i = 0; i < each; i++) {
                    draft.add(new Fingerprint(random.nextLong(), random.nextLong()), (long) tick * each + i);
                }
                records.add(at(draft.record(), from.plusMillis(500L * tick)));
            }
        }
        return records;
    }

    /** What edges and routers would have reported of them: one record of each a line and second. */
    private static List<ProducerRecord<byte[], byte[]>> reports(Instant from) {
        int each = EVENTS / SECONDS / LINES + 1;
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int second = 0; second < SECONDS; second++) {
            Instant then = from.plusSeconds(second);
            long minute = then.getEpochSecond() / 60;
            Numbers numbers = Numbers.range((long) second * each, (long) (second + 1) * each);
            for (int line = 0; line < LINES; line++) {
                Line of = new Line("edge", "busy", "local", line);
                records.add(at(ReportRecords.encode(taken(of, numbers, minute)), then));
                records.add(at(ReportRecords.encode(delivered(of, numbers, minute)), then));
            }
        }
        return records;
    }

    private static LineReport taken(Line line, Numbers numbers, long minute) {
        Column taken = Column.of(numbers, Taking.pack(minute, 0, Taking.State.ACKNOWLEDGED));
        return new LineReport(line, "", List.of("busy/web"), List.of(new Section(Stage.TAKEN, "", taken)));
    }

    private static LineReport delivered(Line line, Numbers numbers, long minute) {
        long fact = Fact.pack(Fact.State.ON_TIME, 0, 0, 1, 204, 12);
        return new LineReport(
                line,
                "elsewhere/1",
                List.of("2xx"),
                List.of(
                        new Section(Stage.SEEN, "", Column.of(numbers, minute)),
                        new Section(Stage.OWED, "busy/crm", Column.of(numbers, 0)),
                        new Section(Stage.ENDED, "busy/crm", Column.of(numbers, fact)),
                        new Section(Stage.CLOSED, "", Column.of(numbers, 0))));
    }

    private static ProducerRecord<byte[], byte[]> at(ProducerRecord<byte[], byte[]> record, Instant then) {
        return new ProducerRecord<>(
                record.topic(), record.partition(), then.toEpochMilli(), record.key(), record.value());
    }
}

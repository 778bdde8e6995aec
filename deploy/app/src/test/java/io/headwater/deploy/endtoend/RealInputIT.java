package io.headwater.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Lines;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.RawEvents;
import io.headwater.deploy.pipeline.Request;
import io.headwater.deploy.pipeline.Sink;
import io.headwater.deploy.pipeline.Traffic;
import io.headwater.deploy.testkit.DeadLetters.DeadLetter;
import io.headwater.deploy.testkit.Receipt;
import io.headwater.deploy.testkit.Reconciler;
import io.headwater.deploy.testkit.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SDKs really sent, through separate processes to a webhook of each format. The sinks check every signature. */
class RealInputIT {
    private static final String[] FORMATS = {"cloudevents", "cloudevents-batch", "json-array", "ndjson"};

    /** A busy machine may take its time; what late events cause is others' subject. */
    private static final Map<String, String> PATIENT = Map.of(
            "HEADWATER_KAFKA_ACK_WITHIN", "20s",
            "HEADWATER_FORWARD_TIMEOUT", "30s",
            "HEADWATER_LANE_PARK_AFTER", "60s");

    @TempDir
    static Path folder;

    private static Pipeline pipeline;
    private static Clients clients;
    private static List<Request> sent;
    private static List<DeadLetter> letters;

    @BeforeAll
    static void sendEverything() {
        pipeline = Pipeline.start(folder, PATIENT, FORMATS);
        clients = new Clients(pipeline.ingestPort(), folder);
        sent = new ArrayList<>(Traffic.all(pipeline.ingestPort()));
        sent.addAll(Traffic.awkward());
        Clients.join(clients.delivering(sent, 3));
        pipeline.awaitSettled();
        letters = pipeline.log().deadLetters();
    }

    @AfterAll
    static void stop() {
        clients.close();
        pipeline.close();
    }

    @Test
    void everyEventArrivesAtEveryWebhookByteForByteAndNothingElseDoes() {
        for (Sink sink : pipeline.sinks()) {
            Verdict verdict = Reconciler.judge(clients.account(), received(sink), dead(sink));
            System.out.println(sink.format() + "\n" + verdict);
            verdict.assertClean().assertDuplicatesAtMost(0);
            assertThat(verdict.indeterminate()).isEmpty();
        }
    }

    /** What an SDK sends again arrives once; an event without an id cannot be known again, and arrives as often as sent. */
    @Test
    void eventsSentTwiceUnderOneIdArriveOnce() {
        Map<Receipt, Long> expected = times(Clients.events(sent));
        assertThat(expected.values()).as("something is sent twice").contains(2L);
        expected.replaceAll((event, times) -> event.id().equals(RawEvents.NO_ID) ? times : 1);
        for (Sink sink : pipeline.sinks()) {
            List<Receipt> arrived = new ArrayList<>(received(sink));
            arrived.addAll(dead(sink));
            assertThat(times(arrived)).as(sink.format()).isEqualTo(expected);
        }
    }

    @Test
    void onlyDataOfSeveralLinesIsDeadAndOnlyForNdjson() {
        assertThat(letters)
                .isNotEmpty()
                .allSatisfy(letter -> assertThat(letter.headers())
                        .containsEntry("hw_dead_tenant", "acme")
                        .containsEntry("hw_dead_destination", "ndjson")
                        .containsEntry("hw_dead_attempts", "0")
                        .hasEntrySatisfying(
                                "hw_dead_reason",
                                reason -> assertThat(reason)
                                        .contains("several lines")
                                        .contains("ndjson")));
        assertThat(letters.stream().map(DeadLetter::sha256).collect(Collectors.toSet()))
                .isEqualTo(multiLineHashes());
    }

    @Test
    void everyEventIsNumberedWithoutGapsByOneIncarnation() {
        Map<String, List<Long>> lines = pipeline.log().lines();

        assertThat(lines.keySet().stream().map(Lines::incarnation).distinct()).hasSize(1);
        lines.forEach(Lines::assertGapless);
        assertThat(lines.values().stream().mapToLong(List::size).sum())
                .isEqualTo(Clients.events(sent).size());
    }

    /** Every process counts what it did, and the counts agree with what the clients and the sinks saw. */
    @Test
    void theMetersAgree() {
        int events = Clients.events(sent).size();
        int again = sentAgain();

        assertThat(again).isPositive();
        assertThat(pipeline.meter(pipeline.collector(), "headwater_accepted_total"))
                .isEqualTo(events);
        assertThat(pipeline.meter(pipeline.collector(), "headwater_appended_total"))
                .isEqualTo(events);
        assertThat(pipeline.meter(pipeline.router(), "headwater_consumed_total"))
                .isEqualTo(events);
        assertThat(pipeline.meter(pipeline.router(), "headwater_delivered_total"))
                .isEqualTo(FORMATS.length * (events - again) - letters.size());
        assertThat(pipeline.meter(pipeline.router(), "headwater_duplicates_total"))
                .isEqualTo(again);
        assertThat(pipeline.meter(pipeline.router(), "headwater_dead_total")).isEqualTo(letters.size());
    }

    private static List<Receipt> received(Sink sink) {
        return named(sink.received());
    }

    private static List<Receipt> dead(Sink sink) {
        return named(letters.stream()
                .filter(letter -> sink.format().equals(letter.headers().get("hw_dead_destination")))
                .map(DeadLetter::receipt)
                .toList());
    }

    /** Events that got their id at the edge are known by their data alone. */
    private static List<Receipt> named(Collection<Receipt> events) {
        Set<String> given = Clients.events(sent).stream().map(Receipt::id).collect(Collectors.toSet());
        return events.stream()
                .map(event -> given.contains(event.id()) ? event : new Receipt(RawEvents.NO_ID, event.sha256()))
                .toList();
    }

    /** How many events repeat one that was sent before under the same id. */
    private static int sentAgain() {
        List<Receipt> withId = Clients.events(sent).stream()
                .filter(event -> !event.id().equals(RawEvents.NO_ID))
                .toList();
        return withId.size() - Set.copyOf(withId).size();
    }

    private static Map<Receipt, Long> times(Collection<Receipt> events) {
        Map<Receipt, Long> times = new HashMap<>();
        events.forEach(event -> times.merge(event, 1L, Long::sum));
        return times;
    }

    private static Set<String> multiLineHashes() {
        return Traffic.awkwardOfSeveralLines().stream()
                .map(RawEvents::nativeEvent)
                .map(Receipt::sha256)
                .collect(Collectors.toSet());
    }
}

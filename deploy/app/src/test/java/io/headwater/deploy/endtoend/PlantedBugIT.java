package io.headwater.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.Receipt;
import io.headwater.deploy.testkit.Reconciler;
import io.headwater.deploy.testkit.Verdict;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge of the other tests sees what they are there to see: with a bug in a real process, its verdict turns red. */
class PlantedBugIT {
    private static final int EVENTS = 40;

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Pipeline pipeline;

    private List<Request> traffic;
    private int before;

    @BeforeAll
    static void start() {
        pipeline = Pipeline.start(shared, "cloudevents");
    }

    @AfterAll
    static void stop() {
        pipeline.close();
    }

    @BeforeEach
    void settled() {
        pipeline.awaitSettled();
        before = pipeline.sink().count();
        traffic = Traffic.videoSessionsSingly().subList(0, EVENTS);
    }

    @Test
    void nothingIsWrongWithoutABug() {
        with(Bug.NONE, Bug.NONE);
        try (Clients clients = clients()) {
            clients.deliver(traffic);
            pipeline.awaitSettled();
            judge(clients).assertClean().assertDuplicatesAtMost(0);
        }
    }

    @Test
    void lostIsWhatWasAcknowledgedBeforeKafkaHadIt() {
        with(Bug.ACKNOWLEDGES_BEFORE_KAFKA, Bug.NONE);
        try (Clients clients = clients()) {
            pipeline.broker().kill9();
            clients.deliver(traffic);
            await("Kafka's producer giving up")
                    .until(() -> pipeline.meter(pipeline.collector(), "headwater_append_unavailable_total") == EVENTS);
            pipeline.startBroker();
            pipeline.awaitReady(pipeline.router());
            pipeline.awaitSettled();

            assertRed(judge(clients));
            assertThat(judge(clients).lost()).isEqualTo(events());
        }
    }

    @Test
    void lostIsWhatWasCommittedBeforeItWasDelivered() {
        with(Bug.NONE, Bug.COMMITS_BEFORE_DELIVERY);
        try (Clients clients = clients()) {
            clients.deliver(traffic);
            pipeline.awaitSettled();
            pipeline.router().kill9();
            with(Bug.NONE, Bug.NONE);
            pipeline.awaitSettled();

            assertRed(judge(clients));
            assertThat(judge(clients).lost()).isEqualTo(events());
        }
    }

    @Test
    void lostIsWhatWasDropped() {
        with(Bug.NONE, Bug.DROPS_SOME);
        try (Clients clients = clients()) {
            clients.deliver(traffic);
            pipeline.awaitSettled();

            assertRed(judge(clients));
            assertThat(judge(clients).lost()).isNotEmpty().isSubsetOf(events()).isNotEqualTo(events());
            assertThat(judge(clients).corrupt()).isEmpty();
        }
    }

    @Test
    void corruptIsWhatWasWrittenAnew() {
        with(Bug.NONE, Bug.WRITES_DATA_ANEW);
        try (Clients clients = clients()) {
            clients.deliver(traffic);
            pipeline.awaitSettled();

            assertRed(judge(clients));
            assertThat(judge(clients).corrupt())
                    .isNotEmpty()
                    .hasSameSizeAs(judge(clients).lost());
            assertThat(judge(clients).phantom()).isEmpty();
        }
    }

    /** Starts those again that are to have another bug than they have. */
    private static void with(Bug inCollector, Bug inRouter) {
        pipeline.plant(inCollector, inRouter);
    }

    private Clients clients() {
        return new Clients(pipeline.ingestPort(), folder);
    }

    private Verdict judge(Clients clients) {
        List<Receipt> received = pipeline.sink().received();
        return Reconciler.judge(clients.account(), received.subList(before, received.size()), List.of());
    }

    private Set<Receipt> events() {
        return new HashSet<>(Clients.events(traffic));
    }

    private static void assertRed(Verdict verdict) {
        assertThat(verdict.acknowledged()).isEqualTo(EVENTS);
        assertThatThrownBy(verdict::assertClean).isInstanceOf(AssertionError.class);
    }
}

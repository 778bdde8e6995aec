package io.headwater.deploy.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Life;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Request;
import io.headwater.deploy.testkit.rows.RowRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The collector ends as by a power switch at a chosen place, and is started again at once on its port. */
@Faults
class EdgeKilledIT {
    private static final int CLIENTS = 4;
    private static final int REQUESTS = 600;
    /** Enough for several segments, though segments are compressed. */
    private static final int BULK = 24;
    /** How many records the drain hands to Kafka at once in these rows: as many may come twice. */
    private static final int WINDOW = 500;
    /** So that a short row fills several of them. */
    private static final Map<String, String> SMALL_SEGMENTS = Map.of(
            "HEADWATER_SPOOL_SEGMENT_BYTES",
            "256KiB",
            "HEADWATER_FORWARD_DRAIN_IN_FLIGHT_RECORDS",
            String.valueOf(WINDOW));

    @TempDir
    Path folder;

    private Pipeline pipeline;

    @BeforeEach
    void mend(Grounds grounds) {
        pipeline = grounds.pipeline();
    }

    @Tag("faults")
    @FaultRow(
            number = 1,
            name = "edge killed before it reads the events",
            injected = "failpoint ingest.received",
            expected = "the client sends again; nothing arrives twice")
    void beforeTheEventsAreRead(RowRun run) {
        killedAt("ingest.received", 20 + run.random().nextInt(200), run);
    }

    @FaultRow(
            number = 2,
            name = "edge killed after Kafka has the events, before its answer",
            injected = "failpoint forward.sent",
            expected = "what was not answered may arrive twice, as the client sends it again under the same id")
    void beforeItsAnswer(RowRun run) {
        killedAt("forward.sent", 20 + run.random().nextInt(200), run);
    }

    @Tag("faults")
    @FaultRow(
            number = 3,
            name = "edge killed after writing to the spool, before the fsync",
            injected = "failpoint spool.written",
            expected = "not acknowledged; may arrive, as the page cache outlives a process",
            duplicates = Integer.MAX_VALUE)
    void beforeTheFsync(RowRun run) {
        killedWhileKafkaIsAwayAt("spool.written", run);
    }

    @FaultRow(
            number = 4,
            name = "edge killed after the fsync, before its answer",
            injected = "failpoint spool.synced",
            expected = "recovered and delivered",
            duplicates = Integer.MAX_VALUE)
    void afterTheFsync(RowRun run) {
        killedWhileKafkaIsAwayAt("spool.synced", run);
    }

    @Tag("faults")
    @FaultRow(
            number = 5,
            name = "edge killed while draining, after Kafka has a window, before the position",
            injected = "failpoint drain.acknowledged",
            expected = "sent again is only what was under way or went out since the last position",
            duplicates = 3 * WINDOW)
    void whileDraining(RowRun run) {
        killedWhileDrainingAt("drain.acknowledged", run);
    }

    @Tag("faults")
    @FaultRow(
            number = 6,
            name = "edge killed between the position and deleting the segment, and after deleting it",
            injected = "failpoints spool.positioned and spool.deleted",
            expected = "starts clean both ways, within 5 s",
            duplicates = 6 * WINDOW)
    void betweenPositionAndDeletion(RowRun run) {
        killedWhileDrainingAt("spool.positioned", run);
        pipeline.restore();
        killedWhileDrainingAt("spool.deleted", run);
    }

    private void killedAt(String stage, int nth, RowRun run) {
        pipeline.restartCollector(Life.until(stage, nth));
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            CompletableFuture<Void> sending = trial.sending(trial.traffic(REQUESTS), CLIENTS);
            pipeline.collector().awaitHalt();
            long killed = System.nanoTime();
            assertThat(sending).isNotDone();
            pipeline.startCollector(Life.PLAIN);
            trial.wholeAgain(killed, "after");
            Clients.join(sending);
            trial.judge();
            assertThat(trial.mostOften()).as("each id at most once more").isLessThanOrEqualTo(2);
        }
    }

    /** Kafka comes back once the next life has answered out of the spool, too. */
    private void killedWhileKafkaIsAwayAt(String stage, RowRun run) {
        pipeline.restartCollector(
                Life.until(stage, 10 + run.random().nextInt(40)).and(SMALL_SEGMENTS));
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            pipeline.kafka().proxy().refuse();
            CompletableFuture<Void> sending = trial.sending(trial.traffic(REQUESTS), CLIENTS);
            pipeline.collector().awaitHalt();
            assertThat(sending).isNotDone();
            pipeline.startCollector(Life.with(SMALL_SEGMENTS));
            Clients.join(sending);
            assertThat(trial.clients().answers().spooled()).isPositive();
            long back = System.nanoTime();
            pipeline.kafka().proxy().pass();
            trial.wholeAgain(back, "after");
            trial.judge();
        }
    }

    /* The first time: what a fast drain brings to Kafka within a tenth of a second has one position and one deletion. */
    private void killedWhileDrainingAt(String stage, RowRun run) {
        pipeline.restartCollector(Life.until(stage, 1).and(SMALL_SEGMENTS));
        try (Trial trial = Trial.on(pipeline, run, folder.resolve(stage))) {
            pipeline.kafka().proxy().refuse();
            List<Request> traffic = new ArrayList<>(trial.traffic(stage, REQUESTS));
            traffic.addAll(trial.bulk(stage + "-bulk", BULK));
            Clients.join(trial.sending(traffic, CLIENTS));
            pipeline.kafka().proxy().pass();
            pipeline.collector().awaitHalt();
            long killed = System.nanoTime();
            pipeline.startCollector(Life.with(SMALL_SEGMENTS));
            await("ready within 5 s of the kill")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> pipeline.isReady(pipeline.collector()));
            trial.wholeAgain(killed, stage);
            trial.judge();
        }
    }
}

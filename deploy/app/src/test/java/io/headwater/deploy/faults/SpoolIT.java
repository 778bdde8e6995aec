package io.headwater.deploy.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Life;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Request;
import io.headwater.deploy.testkit.inject.DiskFault;
import io.headwater.deploy.testkit.inject.Mount;
import io.headwater.deploy.testkit.rows.RowRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Kafka is away, and so the disk counts: it is full, fails, dawdles; or the way to Kafka is there and swallows. */
@Faults
class SpoolIT {
    private static final int CLIENTS = 4;
    private static final int REQUESTS = 400;
    private static final long MIB = 1024 * 1024;
    /** Kafka's time, the spool's, and half as much again for a busy machine. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    private Pipeline pipeline;

    @BeforeEach
    void mend(Grounds grounds) {
        pipeline = grounds.pipeline();
    }

    @FaultRow(
            number = 17,
            name = "the way from the edge to Kafka swallows everything",
            injected = "a proxy that keeps connections and forwards nothing",
            expected = "answers in time, then out of the spool at once; ready all the while",
            duplicates = Integer.MAX_VALUE)
    void blackHole(RowRun run) {
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            trial.clients().deliver(trial.traffic(20));
            List<Request> traffic = trial.traffic(20 + REQUESTS).subList(20, 20 + REQUESTS);
            pipeline.kafka().proxy().blackHole();
            Clients.join(trial.sending(traffic, CLIENTS));
            assertThat(pipeline.isReady(pipeline.collector())).isTrue();
            assertThat(trial.clients().answers().spooled()).isPositive();
            run.within(trial.clients().answers().slowest(), ANSWERED_WITHIN, "answered");
            assertThat(trial.clients().refusals()).isEmpty();
            long back = System.nanoTime();
            pipeline.kafka().proxy().pass();
            trial.wholeAgain(back, "after");
            trial.judge();
        }
    }

    @FaultRow(
            number = 21,
            name = "the spool's disk fills up",
            injected = "a small disk in memory, and Kafka away",
            expected = "503 with Retry-After before the disk is full; no partial record; taken again once drained",
            duplicates = Integer.MAX_VALUE)
    void fullDisk(RowRun run) {
        Rows.need(Mount.missing());
        try (Mount disk = Mount.inMemory(folder.resolve("disk"), 12 * MIB)) {
            Map<String, String> small = Map.of(
                    "HEADWATER_SPOOL_DIR", disk.folder().resolve("spool").toString(),
                    "HEADWATER_SPOOL_SEGMENT_BYTES", "1MiB",
                    "HEADWATER_SPOOL_RESERVE", "4MiB");
            pipeline.restartCollector(Life.with(small));
            try (Trial trial = Trial.on(pipeline, run, folder)) {
                pipeline.kafka().proxy().refuse();
                CompletableFuture<Void> sending = trial.clients().delivering(trial.bulk(300), CLIENTS);
                await("refused for want of room")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> trial.clients().refusals().size() >= CLIENTS);
                assertThat(trial.clients().refusals())
                        .allSatisfy(refused -> assertThat(refused.response().header("Retry-After"))
                                .hasValueSatisfying(
                                        seconds -> assertThat(seconds).matches("[1-9]\\d*")));
                assertThat(disk.free()).as("left to others").isGreaterThanOrEqualTo(3 * MIB);
                assertThat(sending).isNotDone();

                long back = System.nanoTime();
                pipeline.kafka().proxy().pass();
                trial.wholeAgain(back, "after");
                Clients.join(sending);
                trial.judge();
                pipeline.restore();
            }
        }
    }

    @FaultRow(
            number = 23,
            name = "fsync fails, once and then always",
            injected = "a library before fsync that answers EIO",
            expected = "no file is fsynced again after it failed; not ready while no file can be; well again by itself",
            duplicates = Integer.MAX_VALUE)
    void failingFsync(RowRun run) {
        Rows.need(DiskFault.missing());
        DiskFault disk = DiskFault.in(folder.resolve("fault"));
        pipeline.restartCollector(Life.with(disk.environment()));
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            pipeline.kafka().proxy().refuse();
            Clients.join(trial.sending(trial.traffic("healthy", REQUESTS / 4), CLIENTS));
            disk.failOnce();
            Clients.join(trial.sending(trial.traffic("once", REQUESTS / 4), CLIENTS));
            assertThat(disk.failures()).isOne();

            int refused = trial.clients().refusals().size();
            disk.fail();
            CompletableFuture<Void> sending = trial.sending(trial.traffic("always", REQUESTS / 4), CLIENTS);
            await("refused")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> trial.clients().refusals().size() > refused);
            await("not ready").atMost(Duration.ofSeconds(30)).until(() -> !pipeline.isReady(pipeline.collector()));
            disk.heal();
            Clients.join(sending);
            pipeline.awaitReady(pipeline.collector());

            long back = System.nanoTime();
            pipeline.kafka().proxy().pass();
            trial.wholeAgain(back, "after");
            trial.judge();
            assertThat(disk.triedAgain())
                    .as("fsyncs of a file after one failed")
                    .isZero();
            run.note(disk.failures() + " failed fsyncs");
        }
    }

    @Tag("faults")
    @FaultRow(
            number = 24,
            name = "fsync takes 200 ms, then 10 s",
            injected = "a library before fsync that waits",
            expected = "one fsync for all that wait; beyond the deadline 503, and none of it acknowledged",
            duplicates = Integer.MAX_VALUE)
    void slowFsync(RowRun run) {
        Rows.need(DiskFault.missing());
        DiskFault disk = DiskFault.in(folder.resolve("fault"));
        pipeline.restartCollector(Life.with(disk.environment()));
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            pipeline.kafka().proxy().refuse();
            trial.clients().deliver(trial.traffic("healthy", 20));
            disk.slow(Duration.ofMillis(200));
            List<Request> slow = trial.traffic("slow", REQUESTS);
            long begun = System.nanoTime();
            Clients.join(trial.sending(slow, 40));
            long rate = Clients.events(slow).size()
                    * 1000L
                    / Duration.ofNanos(System.nanoTime() - begun).toMillis();
            run.note(rate + " events/s at 200 ms an fsync");
            assertThat(rate).as("events a second: group commit").isGreaterThan(50);
            run.within(trial.clients().answers().slowest(), ANSWERED_WITHIN, "answered");

            int refused = trial.clients().refusals().size();
            disk.slow(Duration.ofSeconds(10));
            CompletableFuture<Void> sending = trial.sending(trial.traffic("stalled", 40), CLIENTS);
            await("refused")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> trial.clients().refusals().size() > refused);
            trial.clients().refusals().forEach(each -> run.within(each.after(), ANSWERED_WITHIN, "refused"));
            disk.heal();
            long back = System.nanoTime();
            pipeline.kafka().proxy().pass();
            Clients.join(sending);
            trial.wholeAgain(back, "after");
            trial.judge();
        }
    }
}

package io.headwater.deploy.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Kafka;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Request;
import io.headwater.deploy.testkit.Vitals;
import io.headwater.deploy.testkit.inject.Mount;
import io.headwater.deploy.testkit.rows.RowRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers keep three copies; one, two and all of them go away. */
@Faults
@Tag("faults")
class BrokersIT {
    private static final int CLIENTS = 4;
    private static final Duration PACE = Duration.ofMillis(20);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(3);
    private static final Duration OUTAGE = Duration.ofSeconds(Long.getLong("faults.outage", 20));
    private static final Duration FLAP = Duration.ofSeconds(3);
    private static final int FLAPS = 4;
    private static final long MIB = 1024 * 1024;

    @TempDir
    Path folder;

    @FaultRow(
            number = 13,
            name = "one broker of three killed, then another paused",
            injected = "SIGKILL; SIGSTOP for 5 s",
            expected = "two copies are enough: acknowledged all the while",
            duplicates = Integer.MAX_VALUE)
    void oneOfThree(RowRun run, Grounds grounds) {
        Pipeline pipeline = grounds.pipelineOnThree();
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            CompletableFuture<Void> sending = trial.clients().delivering(trial.traffic("killed", 600), CLIENTS, PACE);
            int killed = run.random().nextInt(3);
            trial.awaitReceived(50);
            long at = System.nanoTime();
            pipeline.kafka().broker(killed).kill9();
            trial.wholeAgain(at, "one killed");
            Clients.join(sending);
            pipeline.kafka().start(killed);

            int paused = (killed + 1) % 3;
            sending = trial.clients().delivering(trial.traffic("paused", 600), CLIENTS, PACE);
            pipeline.kafka().broker(paused).pause();
            Rows.lasts(Duration.ofSeconds(5));
            pipeline.kafka().broker(paused).goOn();
            Clients.join(sending);
            assertThat(trial.clients().refusals()).isEmpty();
            run.within(trial.clients().answers().slowest(), ANSWERED_WITHIN, "answered");
            run.note(trial.clients().answers().spooled() + " answers out of the spool");
            trial.judge();
        }
    }

    @FaultRow(
            number = 14,
            name = "two brokers of three killed",
            injected = "SIGKILL",
            expected = "one copy is not enough: answered out of the spool",
            duplicates = Integer.MAX_VALUE,
            recoverySeconds = 20)
    void twoOfThree(RowRun run, Grounds grounds) {
        Pipeline pipeline = grounds.pipelineOnThree();
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            trial.clients().deliver(trial.traffic("before", 20));
            int left = run.random().nextInt(3);
            List<Integer> killed =
                    IntStream.range(0, 3).filter(node -> node != left).boxed().toList();
            killed.forEach(node -> pipeline.kafka().broker(node).kill9());
            Clients.join(trial.clients().delivering(trial.traffic("away", 400), CLIENTS, PACE));
            assertThat(trial.clients().answers().spooled()).isPositive();
            assertThat(trial.clients().refusals()).isEmpty();
            run.within(trial.clients().answers().slowest(), ANSWERED_WITHIN, "answered");
            assertThat(pipeline.isReady(pipeline.collector())).isTrue();
            long back = System.nanoTime();
            killed.forEach(node -> pipeline.kafka().broker(node).start());
            killed.forEach(node -> pipeline.kafka().awaitListening(node));
            trial.wholeAgain(back, "after");
            trial.judge();
        }
    }

    @FaultRow(
            number = 15,
            name = "all brokers away under load",
            injected = "SIGKILL for -Dfaults.outage= seconds, 20 without it",
            expected =
                    "answered out of the spool, ready all the while; afterwards fresh events are on time beside the drain",
            duplicates = Integer.MAX_VALUE,
            recoverySeconds = 20)
    void allOfThree(RowRun run, Grounds grounds) {
        Pipeline pipeline = grounds.pipelineOnThree();
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            trial.clients().deliver(trial.traffic("before", 20));
            IntStream.range(0, 3).forEach(node -> pipeline.kafka().broker(node).kill9());
            int requests = (int) (CLIENTS * OUTAGE.toMillis() / PACE.toMillis());
            CompletableFuture<Void> sending =
                    trial.clients().delivering(trial.traffic("away", requests), CLIENTS, PACE);
            Clients.join(sending);
            assertThat(pipeline.isReady(pipeline.collector())).isTrue();
            assertThat(trial.clients().refusals()).isEmpty();
            long back = System.nanoTime();
            IntStream.range(0, 3).forEach(node -> pipeline.kafka().broker(node).start());
            IntStream.range(0, 3).forEach(pipeline.kafka()::awaitListening);
            trial.wholeAgain(back, "after");
            List<Request> fresh = trial.traffic("fresh", 200);
            Clients.join(trial.clients().delivering(fresh, CLIENTS, PACE));
            trial.judge();
            Duration p95 = trial.p95(fresh);
            run.note("fresh p95 " + p95.toMillis() + " ms");
            run.within(p95, Duration.ofSeconds(1), "95 of 100 fresh events");
        }
    }

    @FaultRow(
            number = 16,
            name = "all brokers flap every three seconds",
            injected = "SIGSTOP and SIGCONT in turn",
            expected = "no flapping here: threads and files stay as they are",
            duplicates = Integer.MAX_VALUE,
            recoverySeconds = 40)
    void flapping(RowRun run, Grounds grounds) {
        Pipeline pipeline = grounds.pipelineOnThree();
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            trial.clients().deliver(trial.traffic("before", 50));
            Vitals before = Vitals.of(pipeline.collector().pid());
            int requests = (int) (CLIENTS * 2 * FLAPS * FLAP.toMillis() / PACE.toMillis());
            CompletableFuture<Void> sending =
                    trial.clients().delivering(trial.traffic("flapping", requests), CLIENTS, PACE);
            for (int flap = 0; flap < FLAPS; flap++) {
                IntStream.range(0, 3)
                        .forEach(node -> pipeline.kafka().broker(node).pause());
                Rows.lasts(FLAP);
                IntStream.range(0, 3)
                        .forEach(node -> pipeline.kafka().broker(node).goOn());
                Rows.lasts(FLAP);
            }
            long back = System.nanoTime();
            Clients.join(sending);
            trial.wholeAgain(back, "after");
            trial.judge();
            Vitals after = Vitals.of(pipeline.collector().pid());
            run.note("threads " + before.threads() + " → " + after.threads() + ", files " + before.files() + " → "
                    + after.files() + ", heap " + before.heap() / MIB + " → " + after.heap() / MIB + " MiB");
            assertThat(after.threads()).isLessThan(before.threads() + 10);
            assertThat(after.files()).isLessThan(before.files() + 20);
            assertThat(after.heap()).isLessThan(before.heap() + 32 * MIB);
        }
    }

    @FaultRow(
            number = 22,
            name = "the disk of Kafka's log fills up",
            injected = "a small disk in memory, made larger later",
            expected = "Kafka goes, the spool takes over; nothing is lost when it is back",
            duplicates = Integer.MAX_VALUE,
            recoverySeconds = 30)
    void fullLog(RowRun run) {
        Rows.need(Mount.missing());
        try (Mount disk = Mount.inMemory(folder.resolve("disk"), 200 * MIB);
                Kafka kafka = Kafka.alone(folder, disk.folder());
                Pipeline pipeline = Pipeline.on(kafka, folder.resolve("pipeline"), java.util.Map.of(), "ndjson");
                Trial trial = Trial.on(pipeline, run, folder)) {
            trial.clients().deliver(trial.traffic("before", 50));
            trial.awaitDone();
            disk.fill(200 * 1024);
            Clients.join(trial.clients().delivering(trial.bulk(60), CLIENTS));
            await("the broker gone")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !kafka.broker().isAlive());
            assertThat(trial.clients().answers().spooled()).isPositive();
            assertThat(trial.clients().refusals()).isEmpty();
            disk.unfill();
            long back = System.nanoTime();
            kafka.start(0);
            trial.wholeAgain(back, "after");
            trial.judge();
        }
    }
}

package io.headwater.deploy.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.pipeline.Bug;
import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Life;
import io.headwater.deploy.pipeline.Part;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Request;
import io.headwater.deploy.testkit.FreePorts;
import io.headwater.deploy.testkit.inject.LoadBalancer;
import io.headwater.deploy.testkit.inject.LoadBalancer.Entrance;
import io.headwater.deploy.testkit.rows.RowRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Routers come and go, wake up as zombies, meet an event that kills them; people write wrong configurations and restart. */
@Faults
@Tag("faults")
class RoutersIT {
    private static final int WRONG_CONFIGURATION = 3;
    private static final int CLIENTS = 2;
    private static final Duration PACE = Duration.ofMillis(10);
    /** Kafka's time until a member that says nothing is taken for gone, and as much again. */
    private static final Duration TAKEN_FOR_GONE = Duration.ofSeconds(12);

    private static final int DEATHS = 12;

    @TempDir
    Path folder;

    private Pipeline pipeline;

    @BeforeEach
    void mend(Grounds grounds) {
        pipeline = grounds.pipeline();
    }

    @AfterEach
    void alone() {
        pipeline.secondRouter().close();
        pipeline.secondCollector().close();
    }

    @FaultRow(
            number = 10,
            name = "configuration files wrong and unreadable, while running and at a start",
            injected = "written over, deleted",
            expected = "what runs goes on; a start is refused with exit code 3 and the file's name")
    void wrongConfiguration(RowRun run) {
        Path destinations = pipeline.conf().resolve("destinations.yaml");
        Path sources = pipeline.conf().resolve("sources.yaml");
        String right = read(destinations);
        String known = read(sources);
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            CompletableFuture<Void> sending = trial.clients().delivering(trial.traffic(400), CLIENTS, PACE);
            write(destinations, "destinations: [{name: cr");
            write(sources, "sorces: []\n");
            Clients.join(sending);
            trial.awaitDone();

            pipeline.router().terminate();
            pipeline.router().awaitExit();
            pipeline.router().start();
            assertThat(pipeline.router().awaitExit()).isEqualTo(WRONG_CONFIGURATION);
            assertThat(pipeline.router().output()).contains("sources.yaml");
            delete(destinations);
            write(sources, known);
            pipeline.router().start();
            assertThat(pipeline.router().awaitExit()).isEqualTo(WRONG_CONFIGURATION);
            assertThat(pipeline.router().output()).contains("destinations.yaml");

            write(destinations, right);
            long mended = System.nanoTime();
            pipeline.router().start();
            trial.wholeAgain(mended, "after");
            trial.judge();
        } finally {
            write(destinations, right);
            write(sources, known);
        }
    }

    @FaultRow(
            number = 12,
            name = "router paused until it is taken for gone, then awake again",
            injected = "SIGSTOP for 12 s, SIGCONT; a second router of the group",
            expected = "the other takes its partitions; what it commits then counts for nothing, offsets never go back",
            duplicates = Integer.MAX_VALUE,
            recoverySeconds = 30)
    void zombie(RowRun run) {
        pipeline.secondRouter().start();
        pipeline.awaitReady(pipeline.secondRouter());
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            CompletableFuture<Void> sending = trial.clients().delivering(trial.traffic(2_500), CLIENTS, PACE);
            trial.awaitReceived(100);
            pipeline.router().pause();
            long paused = System.nanoTime();
            Rows.lasts(TAKEN_FOR_GONE);
            Map<Integer, Long> committed = pipeline.log().committed();
            trial.wholeAgain(paused, "without it");
            pipeline.router().goOn();
            Clients.join(sending);
            trial.judge();
            hasNotGoneBack(committed);
        }
    }

    @FaultRow(
            number = 12,
            name = "the only router paused until it is taken for gone, then awake again",
            injected = "SIGSTOP for 12 s, SIGCONT",
            expected = "it is given its partitions anew and goes on; what it had on its way before counts for nothing",
            duplicates = Integer.MAX_VALUE,
            recoverySeconds = 30)
    void onlyOne(RowRun run) {
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            CompletableFuture<Void> sending = trial.clients().delivering(trial.traffic(2_500), CLIENTS, PACE);
            trial.awaitReceived(100);
            pipeline.router().pause();
            Rows.lasts(TAKEN_FOR_GONE);
            Map<Integer, Long> committed = pipeline.log().committed();
            long awake = System.nanoTime();
            pipeline.router().goOn();
            trial.wholeAgain(awake, "awake");
            Clients.join(sending);
            trial.judge();
            hasNotGoneBack(committed);
            assertThat(pipeline.router().output()).doesNotContain("Unhandled exception");
        }
    }

    private void hasNotGoneBack(Map<Integer, Long> committed) {
        Map<Integer, Long> now = pipeline.log().committed();
        committed.forEach((partition, offset) -> assertThat(now.get(partition))
                .as("commit of partition " + partition)
                .isGreaterThanOrEqualTo(offset));
    }

    @FaultRow(
            number = 45,
            name = "an event that kills whoever delivers it",
            injected = "a planted bug that ends the process; a supervisor that starts it again",
            expected = "found and set aside as a dead letter with reason poison; its neighbours are not",
            duplicates = Integer.MAX_VALUE)
    void poison(RowRun run) {
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            String poison = run.prefix() + Bug.POISON + "0";
            pipeline.restartRouter(Life.with(Bug.DIES_OF_POISON));
            List<Request> traffic = new ArrayList<>(trial.traffic(60));
            traffic.add(30, Request.single(("{\"id\":\"" + poison + "\"}").getBytes(StandardCharsets.UTF_8)));
            trial.clients().deliver(traffic);
            int deaths = 0;
            while (!isDead(poison, trial) && deaths < DEATHS) {
                if (!pipeline.router().isAlive()) {
                    deaths++;
                    pipeline.startRouter(Life.with(Bug.DIES_OF_POISON));
                }
                Rows.lasts(Duration.ofMillis(300));
            }
            run.note(deaths + " deaths");
            trial.judge();
            assertThat(trial.dead())
                    .singleElement()
                    .satisfies(letter ->
                            assertThat(letter.headers().get("hw_dead_reason")).contains("poison"));
        }
    }

    @FaultRow(
            number = 46,
            name = "a router joins and leaves, over and over",
            injected = "a second router started and stopped in turn, killed in the end",
            expected = "events flow on",
            duplicates = Integer.MAX_VALUE,
            recoverySeconds = 20)
    void rebalanceStorm(RowRun run) {
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            List<CompletableFuture<Void>> sending = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                sending.add(trial.clients().delivering(trial.traffic("turn" + i, 750), CLIENTS, PACE));
                pipeline.secondRouter().start();
                pipeline.awaitReady(pipeline.secondRouter());
                int before = trial.count();
                Clients.join(trial.clients().delivering(trial.traffic("joined" + i, 20), 1));
                trial.awaitReceived(before + 10);
                if (i % 2 == 0) {
                    pipeline.secondRouter().terminate();
                    pipeline.secondRouter().awaitExit();
                } else {
                    pipeline.secondRouter().kill9();
                }
            }
            long left = System.nanoTime();
            trial.wholeAgain(left, "alone again");
            sending.forEach(Clients::join);
            trial.judge();
        }
    }

    @FaultRow(
            number = 47,
            name = "edges, router and each of three brokers restarted one after the other under load",
            injected = "SIGTERM and a start of each of two edges behind HAProxy, of the router, of each broker",
            expected = "not one 5xx, nothing sent twice by the router",
            duplicates = 0)
    void rollingRestart(RowRun run, Grounds grounds) {
        Rows.need(LoadBalancer.missing());
        Pipeline rolled = grounds.pipelineOnThree();
        try {
            rollingRestart(run, rolled);
        } finally {
            rolled.secondCollector().close();
        }
    }

    private void rollingRestart(RowRun run, Pipeline rolled) {
        Life first = Life.with(operatePort());
        Life second = Life.with(operatePort());
        rolled.restartCollector(first);
        rolled.awaitReady(rolled.collector());
        rolled.startSecondCollector(second);
        List<Entrance> entrances = List.of(entrance(rolled.collector()), entrance(rolled.secondCollector()));
        try (LoadBalancer balancer = LoadBalancer.of(folder.resolve("balancer"), entrances);
                Trial trial = Trial.through(balancer.port(), rolled, run, folder)) {
            CompletableFuture<Void> sending = trial.clients().delivering(trial.traffic(8_000), CLIENTS, PACE);
            trial.awaitReceived(100);
            stopInOrder(rolled.collector());
            rolled.startCollector();
            rolled.awaitReady(rolled.collector());
            stopInOrder(rolled.secondCollector());
            rolled.startSecondCollector(second);
            stopInOrder(rolled.router());
            rolled.router().start();
            rolled.awaitReady(rolled.router());
            for (int node = 0; node < rolled.kafka().size(); node++) {
                stopInOrder(rolled.kafka().broker(node));
                rolled.kafka().start(node);
            }
            long gone = System.nanoTime();
            trial.wholeAgain(gone, "all of them");
            Clients.join(sending);
            assertThat(trial.clients().refusals()).isEmpty();
            trial.judge();
        }
    }

    private static Map<String, String> operatePort() {
        return Map.of("HEADWATER_OPS_PORT", String.valueOf(FreePorts.one()));
    }

    private static Entrance entrance(Part collector) {
        return new Entrance(collector.port("ingest"), collector.port("ops"));
    }

    private static void stopInOrder(Part part) {
        part.terminate();
        assertThat(part.awaitExit()).isZero();
    }

    private static boolean isDead(String id, Trial trial) {
        return trial.dead().stream().anyMatch(letter -> letter.id().equals(id));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

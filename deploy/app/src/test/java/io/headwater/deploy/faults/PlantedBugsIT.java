package io.headwater.deploy.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.pipeline.Bug;
import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Life;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Request;
import io.headwater.deploy.testkit.Receipt;
import io.headwater.deploy.testkit.Verdict;
import io.headwater.deploy.testkit.rows.RowRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The judge of the other rows sees what they are there to see: with a bug in a real process, its verdict turns red. */
@Faults
class PlantedBugsIT {
    private static final String BUS = "an interceptor on the event bus of a real process";
    private static final int REQUESTS = 40;

    @TempDir
    Path folder;

    private Pipeline pipeline;

    @BeforeEach
    void mend(Grounds grounds) {
        pipeline = grounds.pipeline();
    }

    @FaultRow(number = 0, name = "planted: nothing", injected = "nothing", expected = "clean")
    void nothingIsWrongWithoutABug(RowRun run) {
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            trial.clients().deliver(trial.traffic(REQUESTS));
            trial.judge();
        }
    }

    @FaultRow(number = 0, name = "planted: the edge answers before Kafka has it", injected = BUS, expected = "LOST")
    void lostIsWhatWasAcknowledgedBeforeItWasDurable(RowRun run) {
        pipeline.restartCollector(Life.with(Bug.ACKNOWLEDGES_BEFORE_KAFKA));
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            pipeline.kafka().proxy().blackHole();
            List<Request> traffic = trial.traffic(5);
            trial.clients().deliver(traffic);
            pipeline.collector().kill9();
            pipeline.kafka().proxy().cut();
            pipeline.kafka().proxy().pass();
            pipeline.startCollector(Life.PLAIN);
            pipeline.awaitReady(pipeline.collector());
            assertThat(trial.judgeRed().lost()).isEqualTo(events(traffic));
        }
    }

    @FaultRow(number = 0, name = "planted: the router commits before it delivers", injected = BUS, expected = "LOST")
    void lostIsWhatWasCommittedBeforeItWasDelivered(RowRun run) {
        pipeline.restartRouter(Life.with(Bug.COMMITS_BEFORE_DELIVERY));
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            List<Request> traffic = trial.traffic(REQUESTS);
            trial.clients().deliver(traffic);
            pipeline.awaitSettled();
            pipeline.router().kill9();
            pipeline.startRouter(Life.PLAIN);
            pipeline.awaitReady(pipeline.router());
            assertThat(trial.judgeRed().lost()).isEqualTo(events(traffic));
        }
    }

    @Tag("faults")
    @FaultRow(number = 0, name = "planted: the router drops one in so many", injected = BUS, expected = "LOST")
    void lostIsWhatWasDropped(RowRun run) {
        pipeline.restartRouter(Life.with(Bug.DROPS_SOME));
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            trial.clients().deliver(trial.traffic(REQUESTS));
            Verdict verdict = trial.judgeRed();
            assertThat(verdict.lost()).isNotEmpty();
            assertThat(verdict.corrupt()).isEmpty();
        }
    }

    @FaultRow(number = 0, name = "planted: the router writes data anew", injected = BUS, expected = "CORRUPT and LOST")
    void corruptIsWhatWasWrittenAnew(RowRun run) {
        pipeline.restartRouter(Life.with(Bug.WRITES_DATA_ANEW));
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            trial.clients().deliver(trial.traffic(REQUESTS));
            Verdict verdict = trial.judgeRed();
            assertThat(verdict.corrupt()).isNotEmpty().hasSameSizeAs(verdict.lost());
            assertThat(verdict.phantom()).isEmpty();
        }
    }

    @Tag("faults")
    @FaultRow(number = 0, name = "planted: the router makes events up", injected = BUS, expected = "PHANTOM")
    void phantomIsWhatNobodySent(RowRun run) {
        pipeline.restartRouter(Life.with(Bug.MAKES_EVENTS_UP));
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            trial.clients().deliver(trial.traffic(REQUESTS));
            Verdict verdict = trial.judgeRed();
            assertThat(verdict.phantom()).isNotEmpty();
            assertThat(verdict.lost()).isEmpty();
        }
    }

    @FaultRow(
            number = 0,
            name = "planted: the edge deletes a segment before its position",
            injected = "the file is deleted between two lives",
            expected = "LOST")
    void lostIsWhatWasDeletedBeforeItWasDrained(RowRun run) {
        pipeline.restartCollector(Life.with(Map.of("HEADWATER_SPOOL_SEGMENT_BYTES", "64KiB")));
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            pipeline.kafka().proxy().refuse();
            Clients.join(trial.sending(trial.traffic(8 * REQUESTS), 4));
            pipeline.collector().kill9();
            delete(oldestOfSeveral(pipeline.spool()));
            pipeline.kafka().proxy().pass();
            pipeline.startCollector(Life.PLAIN);
            pipeline.awaitReady(pipeline.collector());
            await("drained").atMost(Duration.ofSeconds(30)).until(() -> pipeline.spooled() == 0);
            assertThat(trial.judgeRed().lost()).isNotEmpty();
        }
    }

    private static Set<Receipt> events(List<Request> requests) {
        return new HashSet<>(Clients.events(requests));
    }

    private static Path oldestOfSeveral(Path spool) {
        try (Stream<Path> files = Files.list(spool)) {
            List<Path> segments = files.filter(
                            file -> file.getFileName().toString().matches("\\d+\\.log"))
                    .sorted()
                    .toList();
            assertThat(segments).hasSizeGreaterThan(1);
            return segments.get(0);
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

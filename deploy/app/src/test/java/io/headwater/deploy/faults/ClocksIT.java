package io.headwater.deploy.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Life;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.testkit.inject.WrongClock;
import io.headwater.deploy.testkit.rows.RowRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Somebody sets a clock while the process runs. */
@Faults
@Tag("faults")
class ClocksIT {
    private static final Duration PACE = Duration.ofMillis(10);

    @TempDir
    Path folder;

    private Pipeline pipeline;

    @BeforeEach
    void mend(Grounds grounds) {
        pipeline = grounds.pipeline();
    }

    @FaultRow(
            number = 26,
            name = "the clocks of edge and router jump an hour ahead and two back",
            injected = "libfaketime, stepped while they run",
            expected = "nothing expires or dies early; nothing is delivered twice")
    void jump(RowRun run) {
        Rows.need(WrongClock.missing());
        WrongClock edge = WrongClock.in(folder.resolve("edge"));
        pipeline.restartCollector(Life.with(edge.environment()));
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            for (Duration off : List.of(Duration.ofHours(1), Duration.ofHours(-2), Duration.ZERO)) {
                CompletableFuture<Void> sending = trial.clients().delivering(trial.traffic("edge" + off, 150), 2, PACE);
                edge.isOff(off);
                Clients.join(sending);
                trial.awaitDone();
            }
            pipeline.restore();

            /* The customer's own clock is right and refuses signatures of another hour; a few minutes it allows. */
            WrongClock router = WrongClock.in(folder.resolve("router"));
            pipeline.restartRouter(Life.with(router.environment()));
            for (Duration off : List.of(Duration.ofMinutes(4), Duration.ofMinutes(-4), Duration.ZERO)) {
                CompletableFuture<Void> sending =
                        trial.clients().delivering(trial.traffic("router" + off, 150), 2, PACE);
                router.isOff(off);
                Clients.join(sending);
                trial.awaitDone();
            }
            trial.judge();
            assertThat(trial.dead()).isEmpty();
        }
    }
}

package io.headwater.deploy.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Life;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Traffic;
import io.headwater.deploy.testkit.Receipt;
import io.headwater.deploy.testkit.Verdict;
import io.headwater.deploy.testkit.rows.RowRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The router ends as by a power switch while events flow, and is started again at once. */
@Faults
class RouterKilledIT {
    private static final int REQUESTS = 700;
    private static final Duration PACE = Duration.ofMillis(3);
    /** What is delivered again after a kill: what was in flight, and what was delivered since the last commit. */
    private static final Duration UNCOMMITTED = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private Pipeline pipeline;

    @BeforeEach
    void mend(Grounds grounds) {
        pipeline = grounds.pipeline();
    }

    @FaultRow(
            number = 9,
            name = "router killed before a delivery, after one, at any moment",
            injected = "failpoints deliver.sending and deliver.delivered, SIGKILL at random",
            expected = "repeated is only what was in flight or delivered in the last second",
            duplicates = Integer.MAX_VALUE)
    void onlyTheUncommittedIsDeliveredAgain(RowRun run) {
        List<Instant> kills = new ArrayList<>();
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            kills.add(killedAt(Life.until("deliver.sending", 30 + run.random().nextInt(100)), "sending", trial, run));
            kills.add(
                    killedAt(Life.until("deliver.delivered", 30 + run.random().nextInt(100)), "delivered", trial, run));
            kills.add(killedAt(Life.PLAIN, "random", trial, run));
            Verdict verdict = trial.judge();
            assertOnlyTheUncommittedIsRepeated(verdict, pipeline.sink().firstReceived(), kills);
            assertThat(trial.dead()).isEmpty();
        }
    }

    private Instant killedAt(Life life, String name, Trial trial, RowRun run) {
        pipeline.restartRouter(life);
        int before = trial.count();
        CompletableFuture<Void> sending =
                trial.clients().delivering(Traffic.named(run.prefix() + "-" + name, REQUESTS), 1, PACE);
        if (life.failpoint().isEmpty()) {
            trial.awaitReceived(before + 100 + run.random().nextInt(800));
            pipeline.router().kill9();
        } else {
            pipeline.router().awaitHalt();
        }
        long killed = System.nanoTime();
        Instant at = Instant.now();
        pipeline.startRouter(Life.PLAIN);
        trial.wholeAgain(killed, name);
        Clients.join(sending);
        await("everything settled before the next kill")
                .atMost(Duration.ofSeconds(30))
                .until(() -> pipeline.log().unsettled() == 0);
        return at;
    }

    private static void assertOnlyTheUncommittedIsRepeated(
            Verdict verdict, Map<Receipt, Instant> firstReceived, List<Instant> kills) {
        assertThat(verdict.duplicates()).allSatisfy((event, times) -> {
            assertThat(times).isEqualTo(1);
            Instant first = firstReceived.get(event);
            assertThat(kills).anyMatch(killed -> first.isAfter(killed.minus(UNCOMMITTED)) && !first.isAfter(killed));
        });
    }
}

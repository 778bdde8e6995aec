package io.headwater.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.Receipt;
import io.headwater.deploy.testkit.Reconciler;
import io.headwater.deploy.testkit.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The router ends as by a power switch while events flow, and is started again at once. */
class RouterKilledIT {
    private static final Duration WHOLE_AGAIN = Duration.ofSeconds(10);
    /** What is delivered again after a kill: what was in flight, and what was delivered since the last commit. */
    private static final Duration UNCOMMITTED = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    @Test
    void losesNothingRepeatsLittleAndSettlesOnEveryPartitionAgainWithinTenSeconds() {
        try (Pipeline pipeline = Pipeline.start(folder, "cloudevents-batch");
                Clients clients = new Clients(pipeline.ingestPort(), folder)) {
            List<Request> traffic = Traffic.steady(pipeline.ingestPort());
            CompletableFuture<Void> sending = clients.delivering(traffic, 1, Duration.ofMillis(3));
            awaitDeliveringFor(UNCOMMITTED.multipliedBy(2), pipeline.sink());

            Instant killed = Instant.now();
            pipeline.router().kill9();
            assertThat(pipeline.sink().count())
                    .isPositive()
                    .isLessThan(Clients.events(traffic).size());
            pipeline.router().start();

            List<Request> probes = Traffic.onePerPartition("after the kill");
            clients.deliver(probes);
            await("every partition settling again")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> pipeline.sink().received().containsAll(Clients.events(probes)));
            Duration whole = Duration.between(killed, Instant.now());

            Clients.join(sending);
            pipeline.awaitSettled();
            Verdict verdict =
                    Reconciler.judge(clients.account(), pipeline.sink().received(), List.of());
            System.out.printf("router killed, whole again after %d ms%n%s%n", whole.toMillis(), verdict);
            verdict.assertClean();
            assertOnlyTheUncommittedIsRepeated(verdict, pipeline.sink().firstReceived(), killed);
            assertThat(whole).isLessThan(WHOLE_AGAIN);
            assertThat(pipeline.log().deadLetters()).isEmpty();
        }
    }

    private static void awaitDeliveringFor(Duration time, Sink sink) {
        await("deliveries").until(() -> sink.count() > 0);
        Instant first = sink.firstReceived().values().iterator().next();
        await("deliveries for " + time)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> Instant.now().isAfter(first.plus(time)));
    }

    private static void assertOnlyTheUncommittedIsRepeated(
            Verdict verdict, Map<Receipt, Instant> firstReceived, Instant killed) {
        assertThat(verdict.duplicates()).allSatisfy((event, times) -> {
            assertThat(times).isEqualTo(1);
            assertThat(firstReceived.get(event)).isAfter(killed.minus(UNCOMMITTED));
        });
    }
}

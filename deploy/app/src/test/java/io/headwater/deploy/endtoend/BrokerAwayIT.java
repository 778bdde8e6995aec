package io.headwater.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.Reconciler;
import io.headwater.deploy.testkit.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka ends as by a power switch while events flow, and comes back on its data. */
class BrokerAwayIT {
    private static final Duration WHOLE_AGAIN = Duration.ofSeconds(10);
    /** Two seconds as promised, and one for a busy machine. */
    private static final Duration SAYS_NO_WITHIN = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    @Test
    void requestsAreRefusedMeanwhileAndBothSidesRecoverByThemselves() {
        try (Pipeline pipeline = Pipeline.start(folder, "cloudevents-batch");
                Clients clients = new Clients(pipeline.ingestPort(), folder)) {
            List<Request> traffic = Traffic.steady(pipeline.ingestPort());
            CompletableFuture<Void> sending = clients.delivering(traffic, 4);
            pipeline.awaitReceived(150);

            pipeline.broker().kill9();
            await("a refusal to each client").until(() -> clients.refusals().size() >= 20);
            assertThat(sending).isNotDone();
            assertThat(clients.refusals()).allSatisfy(refused -> {
                assertThat(refused.response().header("Retry-After"))
                        .hasValueSatisfying(seconds -> assertThat(seconds).matches("[1-9]\\d*"));
                assertThat(refused.after()).isLessThan(SAYS_NO_WITHIN);
            });
            await("said by the collector").until(() -> !pipeline.isReady(pipeline.collector()));

            pipeline.startBroker();
            long back = System.nanoTime();
            List<Request> probes = Traffic.onePerPartition("after the kill");
            clients.deliver(probes);
            await("every partition settling again")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> pipeline.sink().received().containsAll(Clients.events(probes)));
            Duration whole = Duration.ofNanos(System.nanoTime() - back);

            Clients.join(sending);
            pipeline.awaitSettled();
            Verdict verdict =
                    Reconciler.judge(clients.account(), pipeline.sink().received(), List.of());
            System.out.printf("broker back, whole again after %d ms%n%s%n", whole.toMillis(), verdict);
            verdict.assertClean();
            assertThat(whole).isLessThan(WHOLE_AGAIN);
            pipeline.awaitReady(pipeline.collector());
            pipeline.awaitReady(pipeline.router());
        }
    }
}

package io.headwater.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Request;
import io.headwater.deploy.pipeline.Traffic;
import io.headwater.deploy.testkit.Reconciler;
import io.headwater.deploy.testkit.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka ends as by a power switch while events flow, and comes back on its data. */
class BrokerAwayIT {
    private static final Duration WHOLE_AGAIN = Duration.ofSeconds(10);

    /** A busy machine may take its time for an fsync; here it is Kafka that is away. */
    private static final Map<String, String> PATIENT =
            Map.of("HEADWATER_SPOOL_SYNC_WITHIN", "3s", "HEADWATER_FORWARD_TIMEOUT", "6s");

    @TempDir
    Path folder;

    @Test
    void requestsAreSpooledMeanwhileAndBothSidesRecoverByThemselves() {
        try (Pipeline pipeline = Pipeline.start(folder, PATIENT, "cloudevents-batch");
                Clients clients = new Clients(pipeline.ingestPort(), folder)) {
            List<Request> traffic = Traffic.steady(pipeline.ingestPort());
            CompletableFuture<Void> sending = clients.delivering(traffic, 4);
            pipeline.awaitReceived(150);

            pipeline.broker().kill9();
            await("events spooled").until(() -> pipeline.meter(pipeline.collector(), "headwater_spooled_total") >= 50);
            assertThat(pipeline.isReady(pipeline.collector())).isTrue();

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
            assertThat(clients.refusals()).isEmpty();
            await("the spool drained")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> pipeline.meter(pipeline.collector(), "headwater_spool_records") == 0);
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

package io.headwater.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Lines;
import io.headwater.deploy.pipeline.Log;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Request;
import io.headwater.deploy.pipeline.Traffic;
import io.headwater.deploy.testkit.Reconciler;
import io.headwater.deploy.testkit.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The collector ends as by a power switch while it has a request of every client that Kafka has not acknowledged, and is
 * started again at once on the same port.
 */
class CollectorKilledIT {
    private static final Duration WHOLE_AGAIN = Duration.ofSeconds(10);

    private static final int CLIENTS = 4;
    private static final Map<String, String> PATIENT =
            Map.of("HEADWATER_KAFKA_ACK_WITHIN", "8s", "HEADWATER_FORWARD_TIMEOUT", "9s");

    @TempDir
    Path folder;

    @Test
    void losesNothingAcknowledgedAndNumbersANewLine() {
        try (Pipeline pipeline = Pipeline.start(folder, PATIENT, "json-array");
                Clients clients = new Clients(pipeline.ingestPort(), folder)) {
            List<Request> traffic = Traffic.steady(pipeline.ingestPort());
            CompletableFuture<Void> sending = clients.delivering(traffic, CLIENTS);
            pipeline.awaitReceived(150);
            pipeline.broker().pause();
            await("a request of each client waiting for Kafka")
                    .pollInterval(Duration.ofMillis(20))
                    .until(() ->
                            pipeline.meter(pipeline.collector(), "headwater_ingest_in_flight_requests") == CLIENTS);

            long killed = System.nanoTime();
            pipeline.collector().kill9();
            pipeline.broker().goOn();
            assertThat(sending).isNotDone();
            Set<String> before = incarnations(pipeline.log().lines());
            pipeline.startCollector();
            clients.deliver(Traffic.onePerPartition("after the kill"));
            Duration whole = Duration.ofNanos(System.nanoTime() - killed);

            Clients.join(sending);
            pipeline.awaitSettled();
            Verdict verdict =
                    Reconciler.judge(clients.account(), pipeline.sink().received(), List.of());
            System.out.printf("collector killed, whole again after %d ms%n%s%n", whole.toMillis(), verdict);
            verdict.assertClean().assertDuplicatesAtMost(0);
            assertThat(whole).isLessThan(WHOLE_AGAIN);

            Map<String, List<Long>> lines = pipeline.log().lines();
            assertThat(before).hasSize(1);
            assertThat(incarnations(lines)).hasSize(2).containsAll(before);
            lines.forEach(Lines::assertGapless);
            assertThat(lines).hasSizeGreaterThan(Log.PARTITIONS);
        }
    }

    private static Set<String> incarnations(Map<String, List<Long>> lines) {
        return lines.keySet().stream().map(Lines::incarnation).collect(Collectors.toSet());
    }
}

package io.headwater.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.pipeline.Bug;
import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Request;
import io.headwater.deploy.pipeline.Traffic;
import io.headwater.deploy.testkit.RawHttp;
import io.headwater.deploy.testkit.Receipt;
import io.headwater.deploy.testkit.Reconciler;
import io.headwater.deploy.testkit.Verdict;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor asks a process to stop (SIGTERM) while events flow. */
class DrainIT {
    private static final int DONE = 0;
    private static final int REQUESTS = 600;

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Pipeline pipeline;

    private Clients clients;
    private List<Request> traffic;
    private int before;

    @BeforeAll
    static void start() {
        /* Every test sends the same events, and each is to see what arrives of its own. */
        Map<String, String> patient = Map.of(
                "HEADWATER_DUPLICATES_WINDOW", "0s",
                "HEADWATER_KAFKA_ACK_WITHIN", "10s",
                "HEADWATER_FORWARD_TIMEOUT", "15s",
                "HEADWATER_DRAIN_TIMEOUT", "20s");
        pipeline = Pipeline.start(shared, patient, "ndjson");
    }

    @AfterAll
    static void stop() {
        pipeline.close();
    }

    @BeforeEach
    void settled() {
        pipeline.plant(Bug.NONE, Bug.NONE);
        pipeline.awaitSettled();
        before = pipeline.sink().count();
        traffic = Traffic.steady(pipeline.ingestPort()).subList(0, REQUESTS);
        clients = new Clients(pipeline.ingestPort(), folder);
    }

    @AfterEach
    void hangUp() {
        clients.close();
    }

    @Test
    void theCollectorAnswersEveryRequestItHas() {
        clients.deliver(Traffic.onePerPartition("before"));
        List<Request> inFlight = Traffic.captures(pipeline.ingestPort());
        pipeline.broker().pause();
        CompletableFuture<Long> acknowledged = clients.sendingAtOnce(inFlight);
        await("all in flight")
                .until(() ->
                        pipeline.meter(pipeline.collector(), "headwater_ingest_in_flight_requests") == inFlight.size());

        pipeline.collector().terminate();
        await("no more connections").until(() -> isRefused(pipeline.ingestPort()));
        pipeline.broker().goOn();

        Clients.join(acknowledged);
        assertThat(acknowledged.join()).isEqualTo(inFlight.size());
        assertThat(pipeline.collector().awaitExit()).isEqualTo(DONE);
        pipeline.awaitSettled();
        verdict().assertClean().assertDuplicatesAtMost(0);
    }

    /** A request that is not answered was not taken either: nothing is in the log that was not acknowledged. */
    @Test
    void theCollectorTakesNothingItDoesNotAnswer() {
        long logged = pipeline.log().events();
        CompletableFuture<Void> sending = clients.delivering(traffic, 4);
        pipeline.awaitReceived(before + 100);

        pipeline.collector().terminate();
        assertThat(pipeline.collector().awaitExit()).isEqualTo(DONE);
        assertThat(sending).isNotDone();
        pipeline.startCollector();

        Clients.join(sending);
        pipeline.awaitSettled();
        verdict().assertClean().assertDuplicatesAtMost(0);
        assertThat(pipeline.log().events() - logged)
                .isEqualTo(Clients.events(traffic).size());
    }

    /** Once while commits are rare, so that the last one counts, and once while one is always under way. */
    @Test
    void theRouterCommitsSoThatItsSuccessorRepeatsNothing() {
        restartRouterCommittingEvery("1s");
        List<Request> first = traffic.subList(0, REQUESTS / 2);
        CompletableFuture<Void> sending = sendingUntilDelivered(first, 50);
        restartRouterCommittingEvery("10ms");
        Clients.join(sending);
        pipeline.awaitReceived(before + Clients.events(first).size());

        sending = sendingUntilDelivered(traffic.subList(REQUESTS / 2, REQUESTS), 50);
        restartRouterCommittingEvery("10ms");
        Clients.join(sending);
        pipeline.awaitReceived(before + Clients.events(traffic).size());

        stopRouter();
        assertThat(pipeline.log().unsettled()).isZero();
        verdict().assertClean().assertDuplicatesAtMost(0);
    }

    /** Sends in the background, and returns once so many more events are delivered and others are still to come. */
    private CompletableFuture<Void> sendingUntilDelivered(List<Request> requests, int events) {
        int delivered = pipeline.sink().count();
        CompletableFuture<Void> sending = clients.delivering(requests, 1, Duration.ofMillis(5));
        pipeline.awaitReceived(delivered + events);
        assertThat(sending).isNotDone();
        return sending;
    }

    private static void restartRouterCommittingEvery(String time) {
        stopRouter();
        pipeline.override("HEADWATER_CONSUME_COMMIT_EVERY", time);
        pipeline.router().start();
        pipeline.awaitReady(pipeline.router());
    }

    private static void stopRouter() {
        pipeline.router().terminate();
        assertThat(pipeline.router().awaitExit()).isEqualTo(DONE);
    }

    private Verdict verdict() {
        List<Receipt> received = pipeline.sink().received();
        return Reconciler.judge(clients.account(), received.subList(before, received.size()), List.of());
    }

    private static boolean isRefused(int port) {
        try {
            RawHttp.connect(port).close();
            return false;
        } catch (UncheckedIOException refused) {
            return true;
        }
    }
}

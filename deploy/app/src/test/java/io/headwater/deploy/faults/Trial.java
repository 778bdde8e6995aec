package io.headwater.deploy.faults;

import static org.awaitility.Awaitility.await;

import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Request;
import io.headwater.deploy.pipeline.Traffic;
import io.headwater.deploy.testkit.ClientAccount;
import io.headwater.deploy.testkit.ClientJournal;
import io.headwater.deploy.testkit.DeadLetters.DeadLetter;
import io.headwater.deploy.testkit.Receipt;
import io.headwater.deploy.testkit.Reconciler;
import io.headwater.deploy.testkit.Verdict;
import io.headwater.deploy.testkit.rows.RowRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** One row on a pipeline that others used before: its own clients and events, and what one destination got since it began. */
final class Trial implements AutoCloseable {
    /** Long enough for any recovery, so that what has not come until then is lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Pipeline pipeline;
    private final RowRun run;
    private final String destination;
    private final Supplier<List<Receipt>> received;
    private final Clients clients;
    private final int receivedBefore;
    private final Inside inside;

    private Trial(
            Pipeline pipeline,
            int port,
            RowRun run,
            Path folder,
            String destination,
            Supplier<List<Receipt>> received) {
        this.pipeline = pipeline;
        this.run = run;
        this.destination = destination;
        this.received = received;
        this.clients = new Clients(port, folder.resolve(destination));
        this.receivedBefore = received.get().size();
        this.inside = Inside.since(pipeline, run, List.of(destination));
    }

    /** At the pipeline's only sink. */
    static Trial on(Pipeline pipeline, RowRun run, Path folder) {
        return at(pipeline, run, folder, pipeline.sink().format(), pipeline.sink()::received);
    }

    /** At a destination whose receipts are these. */
    static Trial at(Pipeline pipeline, RowRun run, Path folder, String destination, Supplier<List<Receipt>> received) {
        return new Trial(pipeline, pipeline.ingestPort(), run, folder, destination, received);
    }

    /** At the pipeline's only sink, with clients that connect to this port instead of the collector's. */
    static Trial through(int port, Pipeline pipeline, RowRun run, Path folder) {
        return new Trial(pipeline, port, run, folder, pipeline.sink().format(), pipeline.sink()::received);
    }

    Clients clients() {
        return clients;
    }

    /** Requests with events of this row alone. */
    List<Request> traffic(int requests) {
        return Traffic.named(run.prefix(), requests);
    }

    /** The same under a name of their own, where a row needs several lots. */
    List<Request> traffic(String name, int requests) {
        return Traffic.named(run.prefix() + "-" + name, requests);
    }

    /** Requests of about 100 KB that no compression makes smaller. */
    List<Request> bulk(int requests) {
        return bulk("bulk", requests);
    }

    /** The same under a name of their own. */
    List<Request> bulk(String name, int requests) {
        return Traffic.bulk(run.prefix() + "-" + name, requests, run.random());
    }

    /** Delivers them by so many clients in the background; each is repeated until it is acknowledged. */
    CompletableFuture<Void> sending(List<Request> requests, int side) {
        return clients.delivering(requests, side);
    }

    /** How many events came in since the row began. */
    int count() {
        return received().size();
    }

    /** What came in since the row began. */
    List<Receipt> received() {
        List<Receipt> all = received.get();
        return all.subList(receivedBefore, all.size());
    }

    /** How often the event that came most often came. */
    long mostOften() {
        return received().stream()
                .collect(Collectors.groupingBy(event -> event, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /** From an event's first sending until it first arrived, for 95 of 100 of these; at the pipeline's sink. */
    Duration p95(List<Request> requests) {
        Map<Receipt, Instant> arrived = pipeline.sink().firstReceived();
        Map<Receipt, Instant> sent = ClientJournal.firstSent(clients.journal());
        return p95(Clients.events(requests).stream()
                .filter(arrived::containsKey)
                .map(event -> Duration.between(sent.get(event), arrived.get(event))));
    }

    /** What 95 of 100 of these are below. */
    static Duration p95(Stream<Duration> durations) {
        List<Duration> sorted = durations.sorted().toList();
        return sorted.get(sorted.size() * 95 / 100);
    }

    /** Waits until so many events came in since the row began. */
    void awaitReceived(int events) {
        await("events received")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> count() >= events);
    }

    /**
     * Sends an event through each partition and takes down how long it was until all of them had arrived.
     *
     * @param since on {@link System#nanoTime}'s scale: the kill, or the end of the fault
     */
    Duration wholeAgain(long since, String name) {
        List<Request> probes = Traffic.onePerPartition(run.prefix() + "-" + name);
        clients.deliver(probes);
        List<Receipt> expected = Clients.events(probes);
        await("every partition flowing again")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> received().containsAll(expected));
        Duration whole = Duration.ofNanos(System.nanoTime() - since);
        run.recovered(whole);
        return whole;
    }

    /** Waits until everything acknowledged so far has arrived or is dead; whether that came true in time. */
    boolean awaitDone() {
        ClientAccount account = clients.account();
        try {
            await("everything acknowledged arriving")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> isDone(account));
            return true;
        } catch (ConditionTimeoutException lost) {
            return false;
        }
    }

    /** Waits until everything acknowledged has arrived or is dead, and nothing more is under way; then judges. */
    Verdict judge() {
        Verdict verdict = settled();
        run.judged(verdict, count(), dead().size());
        agree(verdict.lost().size());
        return verdict;
    }

    /** The ledger says that so many of this row's events will never arrive. */
    void agree(long gone) {
        inside.agrees(gone);
    }

    /** The same where the report of at most so many is gone with the disk it was on. */
    void agree(long gone, long unreported) {
        inside.agrees(gone, unreported);
    }

    /** The same for a pipeline with a planted bug, which must show. */
    Verdict judgeRed() {
        pipeline.awaitSettled();
        Verdict verdict = verdict(clients.account());
        run.judgedRed(verdict, count(), dead().size());
        return verdict;
    }

    /** The destination's dead letters that are this row's. */
    List<DeadLetter> dead() {
        return pipeline.log().deadLetters().stream()
                .filter(letter -> destination.equals(letter.headers().get("hw_dead_destination")))
                .filter(letter -> letter.id().startsWith(run.prefix()))
                .toList();
    }

    @Override
    public void close() {
        clients.close();
    }

    private boolean isDone(ClientAccount account) {
        return Reconciler.judge(account, received(), List.of()).lost().isEmpty()
                || verdict(account).lost().isEmpty();
    }

    private Verdict settled() {
        if (awaitDone()) {
            pipeline.awaitSettled();
        }
        return verdict(clients.account());
    }

    private Verdict verdict(ClientAccount account) {
        return Reconciler.judge(
                account, received(), dead().stream().map(DeadLetter::receipt).toList());
    }
}

package io.headwater.deploy.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Request;
import io.headwater.deploy.pipeline.Traffic;
import io.headwater.deploy.testkit.Behaviour;
import io.headwater.deploy.testkit.Canary;
import io.headwater.deploy.testkit.DeadLetters.DeadLetter;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.Vitals;
import io.headwater.deploy.testkit.rows.RowRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** One destination misbehaves and is mended again; it gets everything, and its neighbour never noticed. */
@Faults
class DestinationsIT {
    private static final int EVENTS = 60;
    private static final Duration ON_TIME = Duration.ofSeconds(1);
    private static final Duration PHASE = Duration.ofMillis(1_500);
    private static final long HEAP_GROWTH = 24 * 1024 * 1024;

    @TempDir
    Path folder;

    private Pipeline pipeline;
    private Hostile hostile;

    @BeforeEach
    void mend(Grounds grounds) {
        pipeline = grounds.pipeline();
        hostile = grounds.hostile();
    }

    @FaultRow(
            number = 28,
            name = "destination slow, deaf, or silent after its headers",
            injected = "answers after 30 s; a proxy that swallows; a body that drips",
            expected = "a deadline for each attempt; the neighbour's p95 stays within a second",
            duplicates = Integer.MAX_VALUE)
    void slow(RowRun run) {
        misbehaving(
                run,
                List.of(
                        () -> hostile.answerWith(Reply.after(Duration.ofSeconds(30), Reply.status(500))),
                        () -> hostile.proxy().blackHole(),
                        () -> {
                            hostile.proxy().pass();
                            hostile.answerWith(Reply.dripBody(Duration.ofSeconds(1)));
                        }));
    }

    @FaultRow(
            number = 29,
            name = "destination answers 500, 502, 503, then every other time",
            injected = "the sink's answers",
            expected = "quick tries, then a ladder; everything arrives",
            duplicates = Integer.MAX_VALUE)
    void failing(RowRun run) {
        AtomicInteger turn = new AtomicInteger();
        List<Integer> statuses = List.of(500, 502, 503);
        int before = hostile.requests();
        misbehaving(
                run,
                List.of(
                        () -> hostile.answerWith(
                                (Behaviour) request -> Reply.status(statuses.get(turn.getAndIncrement() % 3))),
                        () -> hostile.answerWith(
                                (Behaviour) request -> Reply.status(turn.getAndIncrement() % 2 == 0 ? 500 : 200))));
        assertThat(hostile.requests() - before).as("no storm of tries").isLessThan(4 * EVENTS);
    }

    @Tag("faults")
    @FaultRow(
            number = 30,
            name = "429 and 503 with Retry-After: seconds, a date, absurd, negative, no number",
            injected = "the sink's answers",
            expected = "honoured, clamped; never asked more often than it allows, and soon again when it is mended",
            duplicates = Integer.MAX_VALUE)
    void asksToWait(RowRun run) {
        DateTimeFormatter date = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
        List<Runnable> phases = new ArrayList<>();
        int before = hostile.requests();
        for (int status : List.of(429, 503)) {
            for (String after :
                    List.of("1", date.format(Instant.now().plusSeconds(2)), "999999999999", "-5", "soonish")) {
                phases.add(() -> hostile.answerWith(Reply.status(status, Map.of("Retry-After", after))));
            }
        }
        misbehaving(run, phases, Duration.ofMillis(400));
        assertThat(hostile.requests() - before).as("no storm of tries").isLessThan(2 * EVENTS);
    }

    @Tag("faults")
    @FaultRow(
            number = 31,
            name = "301, 302, 307, 308 to an inner address and to itself",
            injected = "the sink's answers",
            expected = "never followed; a matter of setup until it is mended",
            duplicates = Integer.MAX_VALUE)
    void redirects(RowRun run) {
        try (Canary canary = Canary.start()) {
            List<Runnable> phases = new ArrayList<>();
            for (String location : List.of("http://127.0.0.1:" + canary.port() + "/latest/meta-data", hostile.url())) {
                for (int status : List.of(301, 302, 307, 308)) {
                    phases.add(() -> hostile.answerWith(Reply.status(status, Map.of("Location", location))));
                }
            }
            phases.add(this::awaitSetup);
            misbehaving(run, phases, Duration.ofMillis(300));
            assertThat(canary.connections()).isZero();
        }
    }

    @Tag("faults")
    @FaultRow(
            number = 32,
            name = "endless, dripping, exploding answers and a megabyte of headers",
            injected = "the sink's answers",
            expected = "read to a limit, the connection closed, the heap flat",
            duplicates = Integer.MAX_VALUE)
    void hugeAnswers(RowRun run) {
        long heap = Vitals.of(pipeline.router().pid()).heap();
        List<Reply> answers = List.of(
                Reply.endlessBody(),
                Reply.dripBody(Duration.ofSeconds(1)),
                Reply.status(200, Map.of("Content-Encoding", "gzip"), bomb()),
                Reply.status(200, Map.of("X-Padding", "a".repeat(1024 * 1024))));
        List<Runnable> phases = new ArrayList<>();
        answers.forEach(answer -> phases.add(() -> hostile.answerWith(answer)));
        misbehaving(run, phases, Duration.ofMillis(700));
        assertThat(Vitals.of(pipeline.router().pid()).heap() - heap).isLessThan(HEAP_GROWTH);
    }

    @FaultRow(
            number = 33,
            name = "400 and 422 for one event of a batch; 401, 403, 404, 410 for all",
            injected = "the sink's answers",
            expected = "the one is a dead letter with the answer; for all it is a matter of setup, and nothing is dead",
            duplicates = Integer.MAX_VALUE)
    void refuses(RowRun run) {
        Set<String> poison = Set.of(run.prefix() + "-hostile-17", run.prefix() + "-hostile-41");
        String why = "the field is of another kind";
        misbehaving(
                run,
                List.of(
                        () -> hostile.answerWith(Reply.status(401)),
                        () -> hostile.answerWith(Reply.status(403)),
                        () -> hostile.answerWith(Reply.status(404)),
                        () -> hostile.answerWith(Reply.status(410)),
                        this::awaitSetup,
                        () -> hostile.answerWith(
                                Behaviour.whenAnyOf(poison, Reply.status(422, Map.of(), why), Behaviour.OK))),
                Duration.ofMillis(500),
                Behaviour.whenAnyOf(poison, Reply.status(400, Map.of(), why), Behaviour.OK));
        List<DeadLetter> dead = pipeline.log().deadLetters().stream()
                .filter(letter -> letter.id().startsWith(run.prefix()))
                .toList();
        assertThat(dead.stream().map(DeadLetter::id).collect(Collectors.toSet()))
                .isEqualTo(poison);
        assertThat(dead)
                .allSatisfy(letter -> assertThat(letter.headers().values())
                        .anySatisfy(value -> assertThat(value).matches("4(00|22)"))
                        .anySatisfy(value -> assertThat(value).contains(why)));
    }

    private void misbehaving(RowRun run, List<Runnable> phases) {
        misbehaving(run, phases, PHASE);
    }

    private void misbehaving(RowRun run, List<Runnable> phases, Duration phase) {
        misbehaving(run, phases, phase, Behaviour.OK);
    }

    /** Sends to both destinations, goes through the phases, mends the hostile one, and judges both. */
    private void misbehaving(RowRun run, List<Runnable> phases, Duration phase, Behaviour mended) {
        try (Trial neighbour = Trial.on(pipeline, run, folder);
                Trial trial = Trial.at(pipeline, run, folder, hostile.name(), hostile::received)) {
            List<Request> all = neighbour.traffic(240);
            List<Request> first = all.subList(0, 80);
            List<Request> later = all.subList(80, 240);
            neighbour.clients().deliver(first);
            neighbour.awaitDone();
            Duration healthy = neighbour.p95(first);
            phases.get(0).run();
            List<Request> owed = Traffic.singly(Hostile.SOURCE, run.prefix() + "-hostile", EVENTS);
            CompletableFuture<Void> sending = CompletableFuture.allOf(
                    trial.clients().delivering(owed, 2),
                    neighbour.clients().delivering(later, 2, Duration.ofMillis(15)));
            phases.forEach(each -> {
                each.run();
                Rows.lasts(phase);
            });
            Clients.join(sending);
            neighbour.awaitDone();
            Duration p95 = neighbour.p95(later);
            run.note("the neighbour's p95 " + p95.toMillis() + " ms, " + healthy.toMillis() + " ms before");

            long begun = System.nanoTime();
            hostile.proxy().pass();
            hostile.answerWith(mended);
            trial.awaitDone();
            Duration whole = Duration.ofNanos(System.nanoTime() - begun);
            trial.judge();
            run.recovered(whole);
            neighbour.judge();
            run.within(p95, longer(ON_TIME, healthy.multipliedBy(2)), "95 of 100 of the neighbour's events");
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private void awaitSetup() {
        await("known to be a matter of setup")
                .atMost(Duration.ofSeconds(20))
                .until(() -> pipeline.meter(pipeline.router(), "headwater_lane_setup") == 1);
    }

    private static byte[] bomb() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            byte[] zeros = new byte[1024 * 1024];
            for (int i = 0; i < 200; i++) {
                gzip.write(zeros);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

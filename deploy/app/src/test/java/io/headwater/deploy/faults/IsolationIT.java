package io.headwater.deploy.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Conf;
import io.headwater.deploy.pipeline.Kafka;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Request;
import io.headwater.deploy.pipeline.Sink;
import io.headwater.deploy.pipeline.Traffic;
import io.headwater.deploy.testkit.ClientJournal;
import io.headwater.deploy.testkit.Receipt;
import io.headwater.deploy.testkit.Reconciler;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.SinkRequest;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.deploy.testkit.rows.RowRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Twenty destinations of the same events: what three of them do is nothing to the other seventeen. */
@Faults
@Tag("faults")
class IsolationIT {
    private static final List<String> DESTINATIONS =
            IntStream.rangeClosed(1, 20).mapToObj("d%02d"::formatted).toList();
    private static final Map<String, Reply> MISBEHAVING = Map.of(
            "d03", Reply.hang(),
            "d10", Reply.status(500),
            "d17", Reply.dripBody(Duration.ofSeconds(1)));
    private static final List<String> GOOD =
            DESTINATIONS.stream().filter(name -> !MISBEHAVING.containsKey(name)).toList();
    private static final double AT_MOST = 1.5;
    private static final int ROUNDS = 3;
    private static final int REQUESTS = 300;
    private static final int CLIENTS = 4;
    private static final Duration PACE = Duration.ofMillis(80);

    @TempDir
    Path folder;

    /** When each event first came to each destination. */
    private final Map<String, Map<Receipt, Instant>> arrived = new ConcurrentHashMap<>();

    private volatile boolean healthy = true;

    @FaultRow(
            number = 0,
            name = "beyond the matrix: of 20 destinations one hangs, one is at 500, one at 1 byte/s",
            injected = "the sink's answers",
            expected = "the other 17 keep their p95 within 1.5 times what it is when all are well",
            duplicates = Integer.MAX_VALUE)
    void othersAreOnTime(RowRun run) {
        DESTINATIONS.forEach(name -> arrived.put(name, new ConcurrentHashMap<>()));
        try (WebhookSink sink = WebhookSink.start(Sink.SECRET);
                Kafka kafka = Kafka.alone(folder);
                Pipeline pipeline = Pipeline.on(
                        kafka, folder, Grounds.QUICK, List.of(), destinations("http://127.0.0.1:" + sink.port()));
                Clients clients = new Clients(pipeline.ingestPort(), folder)) {
            sink.answerWith(this::answer);
            Inside inside = Inside.since(pipeline, run, DESTINATIONS);
            sent(clients, run.prefix() + "-warm");
            List<Request> well = new ArrayList<>();
            List<Request> ill = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                well.addAll(sent(clients, run.prefix() + "-well-" + round));
                healthy = false;
                ill.addAll(sent(clients, run.prefix() + "-ill-" + round));
                healthy = true;
                pipeline.awaitSettled();
            }
            judge(run, pipeline, clients);
            inside.agrees(0);
            compare(run, clients, well, ill);
        }
    }

    /** Sends so many events, and returns once the good destinations have them. */
    private List<Request> sent(Clients clients, String name) {
        List<Request> requests = Traffic.singly(Conf.PLAYERS, name, REQUESTS);
        Clients.join(clients.delivering(requests, CLIENTS, PACE));
        List<Receipt> events = Clients.events(requests);
        await("the good destinations having them")
                .atMost(Duration.ofSeconds(60))
                .until(() -> GOOD.stream()
                        .allMatch(good -> arrived.get(good).keySet().containsAll(events)));
        return requests;
    }

    private Reply answer(SinkRequest request) {
        String destination = request.path().substring(1);
        Reply reply = healthy ? Reply.status(200) : MISBEHAVING.getOrDefault(destination, Reply.status(200));
        if (reply.accepts()) {
            Instant now = Instant.now();
            request.events()
                    .forEach(event ->
                            arrived.get(destination).putIfAbsent(new Receipt(event.id(), event.sha256()), now));
        }
        return reply;
    }

    private void judge(RowRun run, Pipeline pipeline, Clients clients) {
        assertThat(pipeline.log().deadLetters()).isEmpty();
        for (String destination : DESTINATIONS) {
            Map<Receipt, Instant> received = arrived.get(destination);
            run.judged(Reconciler.judge(clients.account(), received.keySet(), List.of()), received.size(), 0);
        }
    }

    private void compare(RowRun run, Clients clients, List<Request> well, List<Request> ill) {
        Map<Receipt, Instant> sent = ClientJournal.firstSent(clients.journal());
        Map<String, Double> times = new HashMap<>();
        GOOD.forEach(name -> times.put(name, millis(sent, ill, List.of(name)) / millis(sent, well, List.of(name))));
        double before = millis(sent, well, GOOD);
        double beside = millis(sent, ill, GOOD);
        Map.Entry<String, Double> worst =
                times.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        run.note("p95 of the 17: %.1f ms when all are well, %.1f ms beside the three; worst single one %.2f times"
                .formatted(before, beside, worst.getValue()));
        assertThat(beside / before).as("p95 beside the three, against all well").isLessThanOrEqualTo(AT_MOST);
    }

    /** From an event's first sending until it first came to each of these, for 95 of 100. */
    private double millis(Map<Receipt, Instant> sent, List<Request> requests, List<String> destinations) {
        Stream<Duration> all = destinations.stream()
                .flatMap(destination -> Clients.events(requests).stream()
                        .map(event -> Duration.between(
                                sent.get(event), arrived.get(destination).get(event))));
        return Trial.p95(all).toNanos() / 1e6;
    }

    private static List<Conf.Destination> destinations(String sink) {
        return Stream.concat(GOOD.stream(), MISBEHAVING.keySet().stream())
                .map(name -> new Conf.Destination(name, "cloudevents-batch", sink + "/" + name))
                .toList();
    }
}

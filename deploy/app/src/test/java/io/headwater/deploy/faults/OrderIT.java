package io.headwater.deploy.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Conf;
import io.headwater.deploy.pipeline.Kafka;
import io.headwater.deploy.pipeline.Life;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Request;
import io.headwater.deploy.testkit.Receipt;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.rows.RowRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send each key's events one after the other, while everything between them and the sink ends or is cut off. */
@Faults
@Tag("faults")
class OrderIT {
    private static final Conf.Source ORDERED = new Conf.Source("ordered", "ordered-key", ", ordered: true");
    private static final int CLIENTS = 8;
    private static final int KEYS_EACH = 3;
    private static final int EVENTS_EACH = 600;
    private static final Duration PACE = Duration.ofMillis(60);
    private static final Duration OUTAGE_UP_TO = Duration.ofMillis(2_500);

    @TempDir
    Path folder;

    @FaultRow(
            number = 0,
            name = "beyond the matrix: order by key under kills, outages and spooling",
            injected =
                    "SIGKILL of edge and router, Kafka refusing or swallowing, the destination at 500 or cut off, at random",
            expected = "the first arrivals of each key are in the order in which its events were acknowledged",
            duplicates = Integer.MAX_VALUE)
    void firstArrivalsAreInOrder(RowRun run) {
        try (Kafka kafka = Kafka.alone(folder);
                Hostile destination = new Hostile();
                Pipeline pipeline = Pipeline.on(
                        kafka, folder, Grounds.QUICK, List.of(ORDERED), List.of(ordered(destination.destination())));
                Trial trial = Trial.at(pipeline, run, folder, destination.name(), destination::received)) {
            List<CompletableFuture<Void>> sending = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> trial.clients().delivering(requests(run, client), 1, PACE))
                    .toList();
            List<Fault> faults = faults(pipeline, destination, run.random());
            List<String> injected = new ArrayList<>();
            while (!sending.stream().allMatch(CompletableFuture::isDone)) {
                Fault fault = faults.get(run.random().nextInt(faults.size()));
                injected.add(fault.name());
                int enough = trial.count() + run.random().nextInt(200);
                fault.injection().run();
                await("events again after: " + fault.name())
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> trial.count() > enough || sending.stream().allMatch(CompletableFuture::isDone));
            }
            sending.forEach(Clients::join);
            trial.judge();
            assertThat(inOrderOfFirstArrival(trial.received())).isEqualTo(inOrderOfSending(run));
            assertThat(trial.clients().answers().spooled()).isPositive();
            run.note(injected.size() + " faults: " + String.join(", ", injected));
        }
    }

    private record Fault(String name, Runnable injection) {}

    private static List<Fault> faults(Pipeline pipeline, Hostile destination, Random random) {
        return List.of(
                new Fault("edge killed", () -> {
                    pipeline.collector().kill9();
                    pipeline.startCollector();
                }),
                new Fault("router killed", () -> {
                    pipeline.router().kill9();
                    pipeline.startRouter(Life.PLAIN);
                }),
                new Fault("Kafka refuses", () -> {
                    pipeline.kafka().proxy().refuse();
                    lasts(random);
                    pipeline.kafka().proxy().pass();
                }),
                new Fault("Kafka swallows", () -> {
                    pipeline.kafka().proxy().blackHole();
                    lasts(random);
                    pipeline.kafka().proxy().pass();
                }),
                new Fault("edge killed while it spools", () -> {
                    pipeline.kafka().proxy().refuse();
                    lasts(random);
                    pipeline.collector().kill9();
                    pipeline.startCollector();
                    pipeline.kafka().proxy().pass();
                }),
                new Fault("destination at 500", () -> {
                    destination.answerWith(Reply.status(500));
                    lasts(random);
                    destination.heal();
                }),
                new Fault("destination cut off", () -> {
                    destination.proxy().blackHole();
                    lasts(random);
                    destination.heal();
                }));
    }

    private static void lasts(Random random) {
        Rows.lasts(Duration.ofMillis(500 + random.nextInt((int) OUTAGE_UP_TO.toMillis())));
    }

    private static Conf.Destination ordered(Conf.Destination destination) {
        return destination.with("""
                        batch: {max: 20, linger: 5ms}
                        timeout: 1s
                        ordering: key
                        allowPrivateAddresses: true
                        """).from(List.of(ORDERED.name()));
    }

    private static List<Request> requests(RowRun run, int client) {
        return IntStream.range(0, EVENTS_EACH)
                .mapToObj(n -> {
                    String key = key(run, client, n % KEYS_EACH);
                    String json = "{\"id\":\"%s/%d\",\"session\":\"%s\"}".formatted(key, n / KEYS_EACH, key);
                    return Request.single(ORDERED, json.getBytes(StandardCharsets.UTF_8));
                })
                .toList();
    }

    private static String key(RowRun run, int client, int key) {
        return run.prefix() + "-" + client + "-" + key;
    }

    private static Map<String, List<Integer>> inOrderOfSending(RowRun run) {
        Map<String, List<Integer>> all = new TreeMap<>();
        for (int client = 0; client < CLIENTS; client++) {
            for (int key = 0; key < KEYS_EACH; key++) {
                all.put(
                        key(run, client, key),
                        IntStream.range(0, EVENTS_EACH / KEYS_EACH).boxed().toList());
            }
        }
        return all;
    }

    private static Map<String, List<Integer>> inOrderOfFirstArrival(List<Receipt> received) {
        Map<String, List<Integer>> all = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        for (Receipt event : received) {
            if (seen.add(event.id())) {
                int slash = event.id().indexOf('/');
                all.computeIfAbsent(event.id().substring(0, slash), key -> new ArrayList<>())
                        .add(Integer.valueOf(event.id().substring(slash + 1)));
            }
        }
        return all;
    }
}

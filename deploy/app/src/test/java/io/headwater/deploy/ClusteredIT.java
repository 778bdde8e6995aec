package io.headwater.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.pipeline.Kafka;
import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.FreePorts;
import io.headwater.deploy.testkit.ReceivedEvent;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.deploy.testkit.inject.Authority;
import io.headwater.deploy.testkit.inject.Authority.Issued;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Collectors of one site that share forwarders, each a process of its own. */
class ClusteredIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CLIENTS = 4;
    private static final int EACH = 80;
    private static final String WEB = "web-key";
    private static final String TILL = "till-key";

    @TempDir
    Path folder;

    private final List<Integer> ports = FreePorts.of(4);

    @Test
    void aForwarderIsKilledUnderLoadAndNothingAcknowledgedIsLost() throws Exception {
        Authority authority = Authority.in(folder.resolve("authority"));
        Installed machine = Installed.withoutTheBroker(folder.resolve("machine"));
        try (Kafka kafka = Kafka.alone(folder.resolve("kafka"));
                WebhookSink sink = WebhookSink.start(ConfFolder.SECRET)) {
            String conf = conf(machine, sink);
            Map<String, String> first = member(authority, 0, true, kafka);
            Map<String, String> light = member(authority, 2, false, kafka);
            light.remove("HEADWATER_KAFKA_BOOTSTRAP_SERVERS");
            try (ChildProcess one = machine.start(first, collector(conf, "one"));
                    ChildProcess two = machine.start(member(authority, 1, true, kafka), collector(conf, "two"));
                    ChildProcess edge = machine.start(light, collector(conf, "edge"));
                    ChildProcess router = machine.start(
                            Map.of("HEADWATER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()),
                            "router",
                            "--conf",
                            conf)) {
                Printed.awaitReady(one);
                Printed.awaitReady(two);
                Printed.awaitReady(edge);
                Printed.awaitReady(router);
                await().atMost(PATIENCE).until(() -> meter(edge, "headwater_cluster_forwarders") == 2);
                String ingest = Printed.entry(edge, "ingest");

                assertOrderedGoOneWay(ingest, kafka);
                Load load = new Load(ingest);
                CompletableFuture<Void> sending = load.start();
                await().atMost(PATIENCE).until(() -> load.acknowledged.size() >= CLIENTS * EACH / 3);
                one.kill9();
                sending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(load.acknowledged).hasSize(CLIENTS * EACH);
                assertThat(Duration.ofNanos(load.longest.get())).isLessThan(Duration.ofSeconds(6));
                await().atMost(PATIENCE).until(() -> ids(sink).containsAll(load.acknowledged));
                await().atMost(PATIENCE).until(() -> meter(edge, "headwater_cluster_forwarders") == 1);

                two.kill9();
                await().atMost(PATIENCE).until(() -> post(ingest, WEB, "nobody").statusCode() == 503);
                await().atMost(PATIENCE)
                        .until(() -> Printed.get(Printed.entry(edge, "ops")).statusCode() == 503);
                try (ChildProcess again = machine.start(first, collector(conf, "one"))) {
                    Printed.awaitReady(again);
                    await().atMost(PATIENCE)
                            .until(() -> post(ingest, WEB, "back").statusCode() == 200);
                    assertThat(Printed.get(Printed.entry(edge, "ops")).statusCode())
                            .isEqualTo(200);
                    assertStrangersAreRefused(machine, conf, kafka);
                }
                edge.terminate();
                assertThat(edge.awaitExit(Installed.STOP)).isZero();
            }
        }
    }

    /** What keeps its order goes to one forwarder, whatever turn it is. */
    private static void assertOrderedGoOneWay(String ingest, Kafka kafka) {
        for (int i = 0; i < 20; i++) {
            assertThat(post(ingest, TILL, "sale-" + i).statusCode()).isEqualTo(200);
        }
        assertThat(kafka.log().lines().keySet().stream()
                        .map(line -> line.substring(0, line.indexOf('.')))
                        .collect(Collectors.toSet()))
                .hasSize(1);
    }

    /** One that shows the certificate of another authority sees who is there, and gets no event through. */
    private void assertStrangersAreRefused(Installed machine, String conf, Kafka kafka) {
        Authority another = Authority.in(folder.resolve("another"));
        try (ChildProcess stranger = machine.start(member(another, 3, false, kafka), collector(conf, "stranger"))) {
            String ingest = Printed.entry(stranger, "ingest");
            assertThat(Printed.get(Printed.entry(stranger, "ops")).body()).contains("cluster.certificate");
            assertThat(post(ingest, WEB, "strange").statusCode()).isEqualTo(503);
        }
    }

    private String conf(Installed machine, WebhookSink sink) {
        ConfFolder conf = ConfFolder.in(machine.root().resolve("own"));
        conf.write("sources.yaml", """
                sources:
                  - {tenant: acme, name: web, writeKeys: [web-key]}
                  - {tenant: acme, name: till, writeKeys: [till-key], ordered: true}
                """);
        conf.write("destinations.yaml", """
                destinations:
                  - {name: sink, tenant: acme, kind: webhook, url: "%s", secret: %s, format: json-array,
                     batch: {max: 100, linger: 5ms}, allowPrivateAddresses: true}
                routes:
                  - {from: acme/web, to: sink}
                """.formatted(sink.url(), ConfFolder.SECRET));
        return conf.path().toString();
    }

    private static String[] collector(String conf, String data) {
        return new String[] {"collector", "--conf", conf, "--data", "data-" + data};
    }

    private Map<String, String> member(Authority authority, int which, boolean forwards, Kafka kafka) {
        Issued shown = authority.issue("member-" + which);
        Map<String, String> environment = new HashMap<>();
        environment.put("HEADWATER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("HEADWATER_SITE", "member-" + which);
        environment.put("HEADWATER_BUS", "clustered");
        environment.put("HEADWATER_CLUSTER_FORWARDS", Boolean.toString(forwards));
        environment.put("HEADWATER_CLUSTER_HOST", "127.0.0.1");
        environment.put("HEADWATER_CLUSTER_PORT", ports.get(which).toString());
        environment.put("HEADWATER_CLUSTER_BUS_PORT", "0");
        environment.put(
                "HEADWATER_CLUSTER_MEMBERS",
                ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
        environment.put("HEADWATER_CLUSTER_CERTIFICATE", shown.certificate().toString());
        environment.put("HEADWATER_CLUSTER_KEY", shown.key().toString());
        environment.put("HEADWATER_CLUSTER_AUTHORITIES", authority.certificate().toString());
        return environment;
    }

    private static HttpResponse<String> post(String ingest, String key, String id) {
        return Printed.post(ingest, key, "{\"type\":\"play\",\"id\":\"" + id + "\"}");
    }

    private static double meter(ChildProcess process, String name) {
        return Printed.get(Printed.entry(process, "ops").replace("/health/ready", "/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private static Set<String> ids(WebhookSink sink) {
        return sink.events().stream().map(ReceivedEvent::id).collect(Collectors.toSet());
    }

    /** Clients that send one event after the other, each until it is acknowledged, as an SDK does. */
    private static final class Load {
        private final String ingest;
        private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        private final AtomicLong longest = new AtomicLong();

        Load(String ingest) {
            this.ingest = ingest;
        }

        CompletableFuture<Void> start() {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                String name = "load-" + client + "-";
                all.add(CompletableFuture.runAsync(() -> send(name), task -> new Thread(task, name).start()));
            }
            return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
        }

        private void send(String name) {
            for (int i = 0; i < EACH; i++) {
                int number = i;
                await().atMost(PATIENCE).until(() -> isAcknowledged(name + number));
            }
        }

        private boolean isAcknowledged(String id) {
            long begun = System.nanoTime();
            int status = post(ingest, WEB, id).statusCode();
            longest.accumulateAndGet(System.nanoTime() - begun, Math::max);
            assertThat(status).isIn(200, 503);
            if (status == 200) {
                acknowledged.add(id);
            }
            return status == 200;
        }
    }
}

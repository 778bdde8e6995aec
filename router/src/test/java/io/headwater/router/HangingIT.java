package io.headwater.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.event.SourceId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Destinations that hang, all at once, while more is owed to them than a router's heap holds. */
class HangingIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int BATCHES = 20;
    private static final int EVENTS = 2_000;
    private static final int BYTES = 6_000;
    /* Of which each lane alone would take all; nothing is parked for being late. */
    private static final Map<String, String> WIDE = Map.of(
            "HEADWATER_LANE_CAPACITY_EVENTS", "1000000",
            "HEADWATER_LANE_CAPACITY_BYTES", "4GiB",
            "HEADWATER_LANE_PARK_AFTER", "1h");

    @Test
    void whatAllLanesHoldStaysWithinTheHeapAndTheRestIsParked() throws IOException {
        try (TestBroker broker = TestBroker.ofItsOwn();
                ServerSocket hanging = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress())) {
            String destinations = """
                    destinations:
                      - {name: crm, tenant: TENANT, kind: webhook, url: "http://127.0.0.1:PORT/", secret: SECRET, format: ndjson,
                         timeout: 60s, allowPrivateAddresses: true}
                      - {name: ads, tenant: TENANT, kind: webhook, url: "http://127.0.0.1:PORT/", secret: SECRET, format: ndjson,
                         timeout: 60s, allowPrivateAddresses: true}
                    routes:
                      - {from: TENANT/web, to: crm}
                      - {from: TENANT/app, to: ads}
                    """.replace("PORT", Integer.toString(hanging.getLocalPort()));
            try (ChildProcess router = TestRouter.process(broker.servers(), "heap", destinations, "", WIDE)) {
                for (int batch = 0; batch < BATCHES; batch++) {
                    SourceId source = new SourceId("heap", batch % 2 == 0 ? "web" : "app");
                    broker.append(Events.in(batch % TestBroker.PARTITIONS, source, data(batch)));
                }
                int most = BATCHES * EVENTS / 2;
                await().atMost(PATIENCE).until(() -> !router.isAlive() || parked(broker) >= most);
                assertThat(router.isAlive()).as("lives: %s", router.lines()).isTrue();
            }
        }
    }

    private static long parked(TestBroker broker) {
        return broker.parked("heap", "crm") + broker.parked("heap", "ads");
    }

    private static List<byte[]> data(int batch) {
        String filling = "x".repeat(BYTES);
        return IntStream.range(0, EVENTS)
                .mapToObj(i -> "{\"batch\":%d,\"i\":%d,\"filling\":\"%s\"}".formatted(batch, i, filling))
                .map(text -> text.getBytes(UTF_8))
                .toList();
    }
}

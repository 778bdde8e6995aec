package io.headwater.deploy.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.Cli;
import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Conf;
import io.headwater.deploy.pipeline.Conf.Destination;
import io.headwater.deploy.pipeline.Conf.Source;
import io.headwater.deploy.pipeline.Life;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Request;
import io.headwater.deploy.pipeline.Sink;
import io.headwater.deploy.pipeline.Traffic;
import io.headwater.deploy.testkit.Canary;
import io.headwater.deploy.testkit.Receipt;
import io.headwater.deploy.testkit.Reconciler;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.deploy.testkit.rows.RowRun;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** A customer names an address that only this machine should reach. */
@Faults
class InnerAddressesIT {
    private static final int WRONG_CONFIGURATION = 3;
    private static final Source SOURCE = new Source("inner", "inner-key", "");

    /** Every way to write one, in a URL, before its port. */
    private static final List<String> LITERALS = List.of(
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0177.0.0.1",
            "0x7f000001",
            "0x7f.1",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::127.0.0.1]",
            "0.0.0.0",
            "169.254.169.254",
            "100.64.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "192.0.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "[fd00::1]",
            "[fe80::1]",
            "[ff02::1]",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
            "user@127.0.0.1",
            "hooks.example.com@127.0.0.1",
            "127.0.0.1.",
            "localhost",
            "localhost.",
            "LocalHost",
            "any.localhost");

    private static final List<String> NAMES = List.of(ownName());
    private static final int EVENTS = 10;

    @TempDir
    Path folder;

    @FaultRow(
            number = 34,
            name = "destinations at inner addresses, by literal and by name",
            injected = "the configuration; a canary listens on 127.0.0.1",
            expected =
                    "literals refused when the configuration is read, names when they are looked up; the canary hears nothing",
            recoverySeconds = 20)
    void areRefused(RowRun run, Grounds grounds) {
        try (Canary canary = Canary.start();
                WebhookSink outside = WebhookSink.start(Sink.SECRET)) {
            LITERALS.forEach(literal -> assertRefusedWhenRead(literal, canary.port()));
            assertRefusedWhenLookedUp(run, grounds, canary, outside);
            assertThat(canary.connections()).isZero();
        }
    }

    private void assertRefusedWhenRead(String host, int port) {
        Path conf = folder.resolve("literals");
        Conf.write(conf, List.of(SOURCE), List.of(at(host, port, false)));
        Cli cli = new Cli(folder, Map.of());
        assertThat(cli.execute("check", "--conf", conf.toString())).as(host).isEqualTo(WRONG_CONFIGURATION);
        assertThat(cli.err() + cli.out()).as(host).contains("url");
    }

    /** Names are tried by a router of its own group; then somebody mends the addresses, and everything arrives. */
    private void assertRefusedWhenLookedUp(RowRun run, Grounds grounds, Canary canary, WebhookSink outside) {
        Map<String, String> apart =
                Map.of("HEADWATER_CONSUME_GROUP", "inner-" + run.prefix(), "HEADWATER_RETRY_CAP", "1s");
        List<Destination> refused =
                NAMES.stream().map(host -> at(host, canary.port(), false)).toList();
        try (Pipeline pipeline =
                        Pipeline.on(grounds.alone(), folder.resolve("names"), apart, List.of(SOURCE), refused);
                Clients clients = new Clients(pipeline.ingestPort(), folder)) {
            List<Request> events = Traffic.singly(SOURCE, run.prefix(), EVENTS);
            clients.deliver(events);
            await("known to be a matter of setup")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> pipeline.meter(pipeline.router(), "headwater_lane_setup") == NAMES.size());
            assertThat(canary.connections()).isZero();

            Conf.writeData(
                    pipeline.conf(),
                    List.of(SOURCE),
                    NAMES.stream()
                            .map(host -> at(host, "127.0.0.1", outside.port(), true))
                            .toList());
            pipeline.router().terminate();
            pipeline.router().awaitExit();
            long begun = System.nanoTime();
            pipeline.startRouter(Life.PLAIN);
            await("everything that waited")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> outside.received() >= NAMES.size() * EVENTS);
            run.recovered(Duration.ofNanos(System.nanoTime() - begun));
            List<Receipt> each = outside.receipts().stream().distinct().toList();
            run.judged(Reconciler.judge(clients.account(), each, List.of()), outside.received(), 0);
        }
    }

    private static Destination at(String host, int port, boolean allowed) {
        return at(host, host, port, allowed);
    }

    private static Destination at(String name, String host, int port, boolean allowed) {
        return new Destination(named(name), "cloudevents", "http://" + host + ":" + port + "/")
                .with("allowPrivateAddresses: " + allowed)
                .from(List.of(SOURCE.name()));
    }

    private static String named(String host) {
        return "inner-" + host.replaceAll("[^a-z0-9]", "_");
    }

    private static String ownName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost.localdomain";
        }
    }
}

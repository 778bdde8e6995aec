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
import io.headwater.deploy.pipeline.Sink;
import io.headwater.deploy.pipeline.Traffic;
import io.headwater.deploy.testkit.Canary;
import io.headwater.deploy.testkit.Receipt;
import io.headwater.deploy.testkit.Reconciler;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.deploy.testkit.inject.LocalAddress;
import io.headwater.deploy.testkit.inject.Names;
import io.headwater.deploy.testkit.inject.WrongCertificate;
import io.headwater.deploy.testkit.rows.RowRun;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A destination's address leads where it should not, or nowhere, or to somebody who is not who he should be. */
@Faults
class AddressesIT {
    private static final int WRONG_CONFIGURATION = 3;
    private static final int EVENTS = 10;
    /** An address of the public internet, which a row gives to this machine. */
    private static final String PUBLIC = "93.184.216.34";

    /** Every way to write an inner one, in a URL, before its port. */
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

    @TempDir
    Path folder;

    /** Each row's own: the row's group is new, and reads what rows before left in the log, too. */
    private final Source source = new Source("wayward-" + Long.toString(System.nanoTime(), 36), "wayward-key", "");

    @FaultRow(
            number = 34,
            name = "destinations at inner addresses, by literal and by name",
            injected = "the configuration; a canary listens on 127.0.0.1",
            expected = "literals refused when they are read, names when they are looked up; the canary hears nothing",
            recoverySeconds = 20)
    void inner(RowRun run, Grounds grounds) {
        try (Canary canary = Canary.start()) {
            LITERALS.forEach(literal -> assertRefusedWhenRead(literal, canary.port()));
            Destination byName = destination("named", "http://" + ownName() + ":" + canary.port() + "/", false);
            wayward(run, grounds, Life.PLAIN, List.of(byName), this::awaitSetup);
            assertThat(canary.connections()).isZero();
        }
    }

    @Tag("faults")
    @FaultRow(
            number = 27,
            name = "destinations with a certificate that is expired, or nobody's",
            injected = "two servers with certificates of their own",
            expected = "a matter of setup; nothing is lost, everything arrives once it is mended",
            recoverySeconds = 20)
    void certificates(RowRun run, Grounds grounds) {
        try (WrongCertificate expired = WrongCertificate.expired(folder.resolve("expired"));
                WrongCertificate unknown = WrongCertificate.unknown(folder.resolve("unknown"))) {
            List<Destination> destinations = List.of(
                    destination("expired", "https://127.0.0.1:" + expired.port() + "/", true),
                    destination("unknown", "https://127.0.0.1:" + unknown.port() + "/", true));
            wayward(run, grounds, Life.PLAIN, destinations, this::awaitSetup);
            assertThat(expired.requests() + unknown.requests()).isZero();
        }
    }

    @Tag("faults")
    @FaultRow(
            number = 35,
            name = "names that lead to inner addresses: an alias, one of two, one after the other",
            injected = "dnsmasq in a file system view of the router's own; a canary listens on 127.0.0.1",
            expected = "a connection goes to the address that was checked, or nowhere; the canary hears nothing",
            recoverySeconds = 20)
    void rebinding(RowRun run, Grounds grounds) {
        Rows.need(Names.missing());
        try (Names names = Names.in(folder.resolve("names"));
                LocalAddress address = LocalAddress.of(PUBLIC);
                Canary canary = Canary.start()) {
            assertThat(address).isNotNull();
            names.set(Map.of(
                    "inner.example", List.of("127.0.0.1"),
                    "mixed.example", List.of(PUBLIC, "127.0.0.1", "::1"),
                    "rebound.example", List.of(PUBLIC)));
            List<Destination> destinations = List.of(
                    destination("inner", "http://inner.example:" + canary.port() + "/", false),
                    destination("mixed", "http://mixed.example:" + canary.port() + "/", false),
                    destination("rebound", "http://rebound.example:" + canary.port() + "/", false));
            wayward(run, grounds, Life.within(names.view()), destinations, (pipeline, wanted) -> {
                Rows.lasts(Duration.ofSeconds(2));
                names.set(Map.of(
                        "inner.example", List.of("127.0.0.1"),
                        "mixed.example", List.of("127.0.0.1", PUBLIC),
                        "rebound.example", List.of("127.0.0.1")));
                Rows.lasts(Duration.ofSeconds(5));
            });
            assertThat(canary.connections()).isZero();
        }
    }

    @Tag("faults")
    @FaultRow(
            number = 36,
            name = "names that are unknown, and a name server that says nothing",
            injected = "dnsmasq in a file system view of the router's own, paused",
            expected = "a lookup ends in time and is tried again; everything arrives once the name is known",
            recoverySeconds = 20)
    void unknownNames(RowRun run, Grounds grounds) {
        Rows.need(Names.missing());
        try (Names names = Names.in(folder.resolve("names"))) {
            Destination nowhere = destination("nowhere", "http://nowhere.example:9/", false);
            Destination silent = destination("silent", "http://silent.example:9/", false);
            wayward(run, grounds, Life.within(names.view()), List.of(nowhere, silent), (pipeline, wanted) -> {
                awaitSetup(pipeline, wanted);
                names.pause();
                Rows.lasts(Duration.ofSeconds(5));
                assertThat(pipeline.isReady(pipeline.router())).isTrue();
                names.goOn();
            });
        }
    }

    /** What happens while the addresses are wrong. */
    private interface Wrong {
        void lasts(Pipeline pipeline, int destinations);
    }

    private void awaitSetup(Pipeline pipeline, int destinations) {
        await("known to be a matter of setup")
                .atMost(Duration.ofSeconds(30))
                .until(() -> pipeline.meter(pipeline.router(), "headwater_lane_setup") == destinations);
    }

    /** Tried by a router of its own group; then somebody mends the addresses, and everything arrives at each. */
    private void wayward(RowRun run, Grounds grounds, Life life, List<Destination> wrong, Wrong meanwhile) {
        Map<String, String> apart = new HashMap<>(Grounds.QUICK);
        apart.put("HEADWATER_CONSUME_GROUP", "wayward-" + run.prefix());
        List<WebhookSink> outside =
                wrong.stream().map(each -> WebhookSink.start(Sink.SECRET)).toList();
        try (Pipeline pipeline =
                        Pipeline.on(grounds.alone(), folder.resolve("wayward"), apart, List.of(source), wrong);
                Clients clients = new Clients(pipeline.ingestPort(), folder)) {
            if (!life.equals(Life.PLAIN)) {
                pipeline.restartRouter(life);
            }
            Inside inside = Inside.since(
                    pipeline, run, wrong.stream().map(Destination::name).toList());
            clients.deliver(Traffic.singly(source, run.prefix(), EVENTS));
            meanwhile.lasts(pipeline, wrong.size());

            List<Destination> mended = IntStream.range(0, wrong.size())
                    .mapToObj(
                            i -> destination(wrong.get(i).name(), outside.get(i).url(), true))
                    .toList();
            Conf.writeData(pipeline.conf(), List.of(source), mended);
            pipeline.router().terminate();
            pipeline.router().awaitExit();
            long begun = System.nanoTime();
            pipeline.startRouter(Life.PLAIN);
            await("everything that waited")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> outside.stream().allMatch(sink -> sink.received() >= EVENTS));
            run.recovered(Duration.ofNanos(System.nanoTime() - begun));
            for (WebhookSink sink : outside) {
                List<Receipt> received = sink.receipts();
                run.judged(Reconciler.judge(clients.account(), received, List.of()), received.size(), 0);
            }
            inside.agrees(0);
        } finally {
            outside.forEach(WebhookSink::close);
        }
    }

    private void assertRefusedWhenRead(String host, int port) {
        Path conf = folder.resolve("literals");
        Conf.write(conf, List.of(source), List.of(destination("literal", "http://" + host + ":" + port + "/", false)));
        Cli cli = new Cli(folder, Map.of());
        assertThat(cli.execute("check", "--conf", conf.toString())).as(host).isEqualTo(WRONG_CONFIGURATION);
        assertThat(cli.err() + cli.out()).as(host).contains("url");
    }

    private Destination destination(String name, String url, boolean privateAllowed) {
        return new Destination(name, "cloudevents", url)
                .with("timeout: 1s\nallowPrivateAddresses: " + privateAllowed)
                .from(List.of(source.name()));
    }

    private static String ownName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("this machine does not know its own name", e);
        }
    }
}

package io.headwater.collector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.broker.BrokerOptions;
import io.headwater.deploy.broker.EmbeddedBroker;
import io.headwater.deploy.testkit.FaultProxy;
import io.headwater.deploy.testkit.RawHttp;
import io.headwater.event.Line;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three regions, two in one jurisdiction: a collector of the first, whose Kafka goes away and comes back. */
class RegionsIT {
    private static final String REGIONS = """
            regions:
              - name: eu-west
                jurisdiction: eu
                kafka: {bootstrapServers: "%s"}
                collectors: ["https://west.example.net"]
              - name: us-east
                jurisdiction: us
                kafka: {bootstrapServers: "%s"}
                collectors: ["https://east.example.net", "https://east-2.example.net:8443"]
              - name: eu-north
                jurisdiction: eu
                kafka: {bootstrapServers: "%s"}
                collectors: ["https://north.example.net"]
            """;

    @TempDir
    static Path data;

    private static FaultProxy westProxy;
    private static FaultProxy northProxy;
    private static FaultProxy eastProxy;
    private static EmbeddedBroker west;
    private static EmbeddedBroker north;
    private static EmbeddedBroker east;

    @TempDir
    Path conf;

    private final List<TopicReader> readers = new ArrayList<>();
    private RunningCollector collector;

    @BeforeAll
    static void startKafka() {
        westProxy = FaultProxy.start();
        northProxy = FaultProxy.start();
        eastProxy = FaultProxy.start();
        west = broker("west", westProxy);
        north = broker("north", northProxy);
        east = broker("east", eastProxy);
    }

    private static EmbeddedBroker broker(String name, FaultProxy proxy) {
        EmbeddedBroker broker =
                EmbeddedBroker.start(BrokerOptions.in(data.resolve(name)).advertising(proxy.port()));
        proxy.forwardTo(broker.port());
        return broker;
    }

    @AfterAll
    static void stopKafka() {
        Stream.of(westProxy, northProxy, eastProxy).forEach(FaultProxy::pass);
        Stream.of(west, north, east).forEach(EmbeddedBroker::close);
        Stream.of(westProxy, northProxy, eastProxy).forEach(FaultProxy::close);
    }

    @BeforeEach
    void startCollector() throws IOException {
        Stream.of(westProxy, northProxy, eastProxy).forEach(FaultProxy::pass);
        Files.writeString(
                conf.resolve("regions.yaml"),
                REGIONS.formatted(west.bootstrapServers(), east.bootstrapServers(), north.bootstrapServers()));
        collector = RunningCollector.start(
                conf, west.bootstrapServers(), "HEADWATER_REGION=eu-west", "HEADWATER_FORWARD_BREAKER_HOLD=300ms");
        await().untilAsserted(() -> assertThat(collector.ops("/metrics").text())
                .contains("headwater_forward_well{region=\"eu-north\"} 1.0")
                .contains("headwater_forward_well{region=\"us-east\"} 1.0"));
    }

    @AfterEach
    void stopCollector() {
        Stream.of(westProxy, northProxy, eastProxy).forEach(FaultProxy::pass);
        readers.forEach(TopicReader::close);
        collector.close();
    }

    @Test
    void withItsKafkaAwayNewRequestsGoToTheNextRegionAndComeBackByThemselves() {
        TopicReader here = events(west);
        TopicReader next = events(east);
        awaitKafka("it-key");
        westProxy.refuse();
        awaitElsewhere("it-key", next);

        Answer answer = send("it-key", "there");
        assertThat(answer.header("Headwater-Durability")).isEqualTo("kafka-unreplicated");
        ConsumerRecord<byte[], byte[]> there = only(next, "there");
        assertThat(TopicReader.header(there, "ce_region")).isEqualTo("eu-west");
        assertThat(Line.parse(TopicReader.header(there, "ce_edge")).region()).isEqualTo("us-east");

        westProxy.pass();
        await().untilAsserted(() -> {
            String id = "back-" + System.nanoTime();
            assertThat(send("it-key", id).header("Headwater-Durability")).isEqualTo("kafka-unreplicated");
            assertThat(here.values()).anyMatch(value -> value.contains(id));
        });
        await().untilAsserted(() -> assertThat(collector.ops("/metrics").text())
                .contains("headwater_spool_records{region=\"eu-west\"} 0.0"));
    }

    @Test
    void aPinnedSourceGoesToARegionOfItsJurisdictionAndNowhereElse() {
        TopicReader abroad = events(east);
        TopicReader north = events(RegionsIT.north);
        awaitKafka("it-key");
        westProxy.refuse();
        awaitElsewhere("it-key", abroad);
        send("european-key", "canary-north");
        only(north, "canary-north");

        northProxy.refuse();
        await().until(() -> send("european-key", "canary-spool")
                .header("Headwater-Durability")
                .equals("spool"));
        assertThat(send("it-key", "free").header("Headwater-Durability")).isEqualTo("kafka-unreplicated");
        assertThat(abroad.values()).noneMatch(value -> value.contains("canary"));
        assertThat(everythingIn(conf.resolve("spool/regions/us-east"))).doesNotContain("canary");
    }

    @Test
    void anOrderedSourceStaysWithItsRegion() {
        TopicReader abroad = events(east);
        awaitKafka("it-key");
        westProxy.refuse();
        awaitElsewhere("it-key", abroad);
        assertThat(send("ordered-key", "in-order").header("Headwater-Durability"))
                .isEqualTo("spool");
    }

    @Test
    void whatAnotherRegionDoesNotTakeWaitsForThatRegion() {
        TopicReader next = events(east);
        TopicReader here = events(west);
        awaitKafka("it-key");
        westProxy.refuse();
        awaitElsewhere("it-key", next);
        eastProxy.blackHole();
        northProxy.refuse();
        assertThat(send("it-key", "late").header("Headwater-Durability")).isEqualTo("spool");
        eastProxy.pass();
        await().untilAsserted(() -> assertThat(next.values()).anyMatch(value -> value.contains("late")));
        westProxy.pass();
        awaitKafka("it-key");
        assertThat(here.values()).noneMatch(value -> value.contains("late"));
    }

    @Test
    void asksASourceThatMustNotBeHereToGoElsewhereBeforeItsBodyIsRead() {
        TopicReader here = events(west);
        TopicReader rejected = reader("hw.rejected", west);
        try (RawHttp raw = collector.connect()) {
            raw.send("""
                    POST /v1/events HTTP/1.1
                    Host: here
                    Authorization: Bearer american-key
                    Expect: 100-continue
                    Content-Length: 100

                    """.replace("\n", "\r\n"));
            assertThat(raw.read(Duration.ofSeconds(5)).response().status()).isEqualTo(421);
        }
        Answer refused =
                collector.post("/v1/events", "{\"canary\":1}".getBytes(UTF_8), "Authorization", "Bearer american-key");
        assertThat(refused.status()).isEqualTo(421);
        assertThat(refused.header("Headwater-Collectors"))
                .isEqualTo("https://east.example.net, https://east-2.example.net:8443");
        assertThat(new JsonObject(refused.text()).getString("error"))
                .isEqualTo("acme/american keeps its events in us, and this collector is not there. Send them to"
                        + " https://east.example.net or https://east-2.example.net:8443");

        Answer inBody = collector.post(
                "/batch/",
                "{\"api_key\":\"american-key\",\"batch\":[{\"event\":\"canary\",\"distinct_id\":\"a\"},{}]}"
                        .getBytes(UTF_8),
                "Content-Type",
                "application/json");
        assertThat(inBody.status()).isEqualTo(421);
        assertThat(here.values()).noneMatch(value -> value.contains("canary"));
        assertThat(rejected.values()).isEmpty();
    }

    private void awaitKafka(String key) {
        await().until(() ->
                send(key, "first").header("Headwater-Durability").equals("kafka-unreplicated") && ownIsWell());
    }

    private boolean ownIsWell() {
        return collector.ops("/metrics").text().contains("headwater_forward_breaker{region=\"eu-west\"} 0.0");
    }

    /** Sends until requests go to another region. */
    private void awaitElsewhere(String key, TopicReader there) {
        await().untilAsserted(() -> {
            String id = "moved-" + System.nanoTime();
            send(key, id);
            assertThat(there.values()).anyMatch(value -> value.contains(id));
        });
    }

    private Answer send(String key, String id) {
        Answer answer = collector.post(
                "/v1/events", ("{\"id\":\"" + id + "\"}").getBytes(UTF_8), "Authorization", "Bearer " + key);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    private static ConsumerRecord<byte[], byte[]> only(TopicReader reader, String id) {
        return reader.received().stream()
                .filter(record -> TopicReader.value(record).contains(id))
                .findFirst()
                .orElseThrow();
    }

    private TopicReader events(EmbeddedBroker broker) {
        return reader("hw.events", broker);
    }

    private TopicReader reader(String topic, EmbeddedBroker broker) {
        TopicReader reader = TopicReader.atEndOf(topic, broker.bootstrapServers());
        readers.add(reader);
        return reader;
    }

    private static String everythingIn(Path folder) {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }
}

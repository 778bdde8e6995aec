package io.headwater.collector;

import static io.headwater.collector.TopicReader.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.deploy.broker.EmbeddedBroker;
import io.headwater.deploy.testkit.AwkwardJson;
import io.headwater.deploy.testkit.Capture;
import io.headwater.deploy.testkit.Captures;
import io.headwater.deploy.testkit.RawAnswer;
import io.headwater.deploy.testkit.RawHttp;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorIT extends OnOneCollector {
    private static final Duration SOON = Duration.ofSeconds(10);

    @BeforeAll
    static void start(EmbeddedBroker broker) {
        startCollector(broker);
    }

    @Test
    void oneEventIsInKafkaByteForByteBeforeItsAnswer() {
        String json = "\t{ \"id\" : \"e1\", \"n\":1.0, \"big\":12345678901234567890 } \r\n";
        Answer answer = collector.events(json.getBytes(UTF_8));
        assertThat(events.values()).containsExactly(json.strip());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"accepted\":1,\"rejected\":[]}");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void theAnswerSaysThatATopicOfOneReplicaIsNotReplicated() {
        Answer answer = collector.events(bytes("{}"));
        assertThat(answer.header("Headwater-Durability")).isEqualTo("kafka-unreplicated");
    }

    @Test
    void theRecordCarriesEveryAttributeOfTheEventAsCloudEventsHas() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        String json = "{\"id\":\"é-1\",\"type\":\"play\",\"time\":\"2026-01-15T12:00:00Z\","
                + "\"session\":\"s-ドラマ\",\"user\":\"u1\"}";
        Instant before = Instant.now();
        collector.post("/v1/events", bytes(json), "Authorization", RunningCollector.BEARER, "traceparent", trace);
        ConsumerRecord<byte[], byte[]> record = only(events.received());
        assertThat(new String(record.key(), UTF_8)).isEqualTo("s-ドラマ");
        assertThat(record.partition()).isEqualTo(Utils.toPositive(Utils.murmur2(record.key())) % 4);
        assertThat(record.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
        Map<String, String> headers = new TreeMap<>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        assertThat(headers.remove("ce_edge")).matches("test\\.[0-9a-z]+\\.here\\." + record.partition());
        assertThat(headers.remove("ce_seq")).matches("\\d+");
        String acceptedAt = headers.remove("ce_acceptedat");
        assertThat(acceptedAt).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(Instant.parse(acceptedAt)).isBetween(before.minusMillis(1), Instant.now());
        assertThat(headers.remove("ce_configversion")).matches("[0-9a-f]{12}");
        assertThat(headers)
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("ce_specversion", "1.0"),
                        Map.entry("ce_id", "é-1"),
                        Map.entry("ce_source", "/acme/it"),
                        Map.entry("ce_type", "play"),
                        Map.entry("ce_time", "2026-01-15T12:00:00Z"),
                        Map.entry("ce_subject", "u1"),
                        Map.entry("ce_partitionkey", "s-ドラマ"),
                        Map.entry("ce_dialect", "native"),
                        Map.entry("ce_region", "here"),
                        Map.entry("ce_jurisdiction", "any"),
                        Map.entry("ce_traceparent", trace),
                        Map.entry("content-type", "application/json"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "x",
                "",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\u00e9\u0080"
            })
    void aTraceparentOfAnotherFormIsLeftOut(String hostile) {
        RawAnswer answer = exchange(head("it-key", "traceparent: " + hostile, "Content-Length: 2") + "{}");
        assertThat(answer.response().status()).isEqualTo(200);
        ConsumerRecord<byte[], byte[]> record = only(events.received());
        assertThat(record.headers().lastHeader("ce_traceparent")).isNull();
    }

    @Test
    void anArrayIsTakenElementByElement() {
        List<byte[]> awkward = AwkwardJson.objects();
        Answer answer = collector.events(joined("[", ",", "]", awkward));
        assertThat(answer.text()).isEqualTo("{\"accepted\":" + awkward.size() + ",\"rejected\":[]}");
        assertThat(events.values()).containsExactlyInAnyOrderElementsOf(strings(awkward));
    }

    @Test
    void linesAreTakenOneByOneWhetherTheySaySoOrNot() {
        List<byte[]> awkward = AwkwardJson.oneLiners();
        byte[] lines = joined("", "\n", "\n", awkward);
        Answer declared = collector.post(
                "/v1/events",
                lines,
                "Authorization",
                RunningCollector.BEARER,
                "Content-Type",
                "Application/X-NDJSON; charset=utf-8");
        assertThat(declared.text()).isEqualTo("{\"accepted\":" + awkward.size() + ",\"rejected\":[]}");
        assertThat(events.values()).containsExactlyInAnyOrderElementsOf(strings(awkward));
        Answer undeclared = collector.events(lines);
        assertThat(undeclared.text()).isEqualTo(declared.text());
        assertThat(events.values()).containsExactlyInAnyOrderElementsOf(strings(awkward));
    }

    static Stream<Capture> captures() {
        return Captures.segmentNode().stream().flatMap(capture -> Stream.of(capture, capture.gzipped()));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void aCapturedSegmentBatchIsTakenByteForByte(Capture capture) throws Exception {
        StringBuilder head = new StringBuilder(capture.method() + " " + capture.path() + " HTTP/1.1\r\n");
        capture.headers()
                .forEach(header -> head.append(header.getKey())
                        .append(": ")
                        .append(header.getValue().replace("PORT", "8080"))
                        .append("\r\n"));
        RawAnswer.Response answer;
        try (RawHttp connection = collector.connect()) {
            answer = connection
                    .send(head + "\r\n")
                    .send(capture.body())
                    .read(SOON)
                    .response();
        }
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"success\":true}");
        assertThat(answer.header("Headwater-Durability")).contains("kafka-unreplicated");

        byte[] plain = Captures.read(capture.name()).body();
        List<ConsumerRecord<byte[], byte[]>> records = events.received();
        List<String> sent = new ArrayList<>();
        new ObjectMapper()
                .readTree(plain)
                .path("batch")
                .forEach(event -> sent.add(event.path("messageId").asText()));
        assertThat(records.stream().map(record -> header(record, "ce_id"))).containsExactlyInAnyOrderElementsOf(sent);
        Map<String, String> values =
                records.stream().collect(Collectors.toMap(r -> header(r, "ce_id"), TopicReader::value));
        String joined = sent.stream().map(values::get).collect(Collectors.joining(","));
        assertThat(new String(plain, UTF_8)).startsWith("{\"batch\":[" + joined + "],");
        assertThat(records)
                .allSatisfy(record -> assertThat(header(record, "ce_dialect")).isEqualTo("segment"));
        assertThat(records)
                .allSatisfy(record -> assertThat(header(record, "ce_source")).isEqualTo("/acme/segment"));
    }

    static Stream<List<String>> places() {
        String basic = Base64.getEncoder().encodeToString("it-key:".getBytes(UTF_8));
        String basicWithPassword = Base64.getEncoder().encodeToString("it-key:pass:word".getBytes(UTF_8));
        return Stream.of(
                List.of("/v1/events", "Authorization", "Bearer it-key"),
                List.of("/v1/events", "authorization", "bearer   it-key-2"),
                List.of("/v1/events", "X-Api-Key", "it-key"),
                List.of("/v1/events", "Authorization", "Basic " + basic),
                List.of("/v1/events", "Authorization", "BASIC " + basicWithPassword),
                List.of("/v1/events?key=it-key"),
                List.of("/v1/events?x=1&k=it%2Dkey"),
                List.of("/v1/events?writeKey=it-key"),
                List.of("/v1/events/it-key"),
                List.of("/v1/events/it%2dkey?key=other"));
    }

    @ParameterizedTest
    @MethodSource("places")
    void theWriteKeyIsFoundInEachPlace(List<String> place) {
        Answer answer = collector.post(
                place.get(0), bytes("{}"), place.subList(1, place.size()).toArray(new String[0]));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(header(only(events.received()), "ce_source")).isEqualTo("/acme/it");
    }

    @Test
    void theWriteKeyIsFoundInASegmentBody() {
        Answer answer = collector.post("/v1/batch", bytes("{\"batch\":[{}],\"writeKey\":\"it-key\"}"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(collector
                        .post("/v1/track", bytes("{\"event\":\"e\",\"writeKey\":\"it-key\"}"))
                        .status())
                .isEqualTo(200);
        assertThat(events.received()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/events, Authorization, Bearer wrong",
        "/v1/events, Authorization, Bearer",
        "/v1/events, Authorization, Basic !!!",
        "/v1/events, Authorization, Basic Og==",
        "/v1/events, Authorization, Digest it-key",
        "/v1/events, X-Api-Key, IT-KEY",
        "/v1/events, X-Other, it-key",
        "/v1/events/, X-Other, it-key",
        "/v1/events/wrong, X-Other, it-key",
        "/v1/events?key=, X-Other, it-key",
        "/v1/events?key=wrong&key=it-key, X-Other, it-key",
        "/v1/batch, X-Other, it-key"
    })
    void aMissingOrUnknownWriteKeyIsAnswered401(String path, String name, String value) {
        Answer answer = collector.post(path, bytes("{\"batch\":[{}]}"), name, value);
        assertRefused(answer, 401);
        assertThat(answer.header("WWW-Authenticate")).isNotEmpty();
        assertThat(answer.text()).contains("key");
        assertThat(answer.text()).doesNotContain("wrong");
    }

    @Test
    void aBadEventAloneIs400AndStandsInRejectedBeforeTheAnswer() {
        Answer answer = collector.events(bytes(" {\"a\":1,\"a\":2} "));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .isEqualTo("{\"accepted\":0,\"rejected\":[{\"index\":0,\"reason\":\"the event has the same key"
                        + " twice in one object\"}]}");
        ConsumerRecord<byte[], byte[]> record = only(rejected.received());
        assertThat(TopicReader.value(record)).isEqualTo("{\"a\":1,\"a\":2}");
        assertThat(header(record, "hw_reject_code")).isEqualTo("duplicate_key");
        assertThat(header(record, "hw_reject_reason")).contains("twice");
        assertThat(header(record, "hw_reject_index")).isEqualTo("0");
        assertThat(header(record, "ce_source")).isEqualTo("/acme/it");
        assertThat(events.received()).isEmpty();
    }

    @Test
    void badEventsOfABatchAreRejectedAloneWithTheirPlaces() {
        Answer answer = collector.events(bytes("[7,{\"n\":1},{\"a\":\"\\ud800\"},{\"n\":2},[]]"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .startsWith("{\"accepted\":2,\"rejected\":[{\"index\":0,")
                .contains("\"index\":2", "\"index\":4");
        assertThat(events.values()).containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":2}");
        assertThat(rejected.received().stream()
                        .map(record -> header(record, "hw_reject_index") + " " + TopicReader.value(record)))
                .containsExactlyInAnyOrder("0 7", "2 {\"a\":\"\\ud800\"}", "4 []");
    }

    @Test
    void aBatchOfBadEventsAloneIs200WithNoneAccepted() {
        Answer answer = collector.events(bytes("[1,2]"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).startsWith("{\"accepted\":0,\"rejected\":[");
        assertThat(rejected.values()).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void anEmptyArrayIs200() {
        Answer answer = collector.events(bytes(" [ ]"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"accepted\":0,\"rejected\":[]}");
        assertThat(collector
                        .post("/v1/batch", bytes("{\"batch\":[]}"), "X-Api-Key", "it-key")
                        .text())
                .isEqualTo("{\"success\":true}");
        assertThat(events.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \r\n\t "})
    void anEmptyBodyIs400(String body) {
        assertRefused(collector.events(bytes(body)), 400);
        assertRefused(collector.post("/v1/batch", bytes(body), "X-Api-Key", "it-key"), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/v1/event", "/v1/events/it-key/more", "/v1/events%20", "//v1/x", "/health/live"})
    void anUnknownPathIs404(String path) {
        assertRefused(collector.post(path, bytes("{}"), "Authorization", RunningCollector.BEARER), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
    void anotherMethodIs405(String method) {
        Answer answer = collector.ask(method, "/v1/events");
        assertRefused(answer, 405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "compress", "gzip, x", "gzip, gzip, gzip, gzip"})
    void anotherContentEncodingIs415(String encoding) {
        Answer answer = collector.post(
                "/v1/events", bytes("{}"), "Authorization", RunningCollector.BEARER, "Content-Encoding", encoding);
        assertRefused(answer, 415);
    }

    @Test
    void aBodyIsReadOnceTheClientWasToldToContinue() {
        try (RawHttp connection = collector.connect()) {
            connection.send(head("it-key", "Expect: 100-continue", "Content-Length: 2"));
            assertThat(connection.read(Duration.ofMillis(300)))
                    .isInstanceOfSatisfying(
                            RawAnswer.Silent.class,
                            silent -> assertThat(new String(silent.received(), UTF_8))
                                    .startsWith("HTTP/1.1 100 "));
            assertThat(connection.send("{}").read(SOON).response().status()).isEqualTo(200);
        }
    }

    @Test
    void aRefusedRequestThatWaitsToContinueIsAnsweredAndItsConnectionClosed() {
        refusesWhatWaitsToContinue(413, head("it-key", "Expect: 100-continue", "Content-Length: 6000000"));
        refusesWhatWaitsToContinue(401, head("wrong", "Expect: 100-continue", "Content-Length: 2"));
    }

    private static void refusesWhatWaitsToContinue(int status, String head) {
        try (RawHttp connection = collector.connect()) {
            RawAnswer.Response answer = connection.send(head).read(SOON).response();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Connection")).contains("close");
            assertThat(connection.read(SOON)).isInstanceOf(RawAnswer.Closed.class);
        }
    }

    @Test
    void numbersOfALineHaveNoGapUnderConcurrentRequestsOverKeptConnections() throws Exception {
        int clients = 8;
        int requests = 60;
        collector.events(bytes("{\"session\":\"warm\"}"));
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Callable<Integer>> work = IntStream.range(0, clients)
                    .<Callable<Integer>>mapToObj(client -> () -> talk(client, requests))
                    .toList();
            for (Future<Integer> done : threads.invokeAll(work)) {
                assertThat(done.get()).isEqualTo(requests);
            }
        } finally {
            threads.shutdown();
        }
        List<ConsumerRecord<byte[], byte[]>> records = events.received();
        assertThat(records).hasSize(1 + clients * requests * 3);
        Map<String, List<Long>> lines = records.stream()
                .collect(Collectors.groupingBy(
                        record -> header(record, "ce_edge"),
                        Collectors.mapping(record -> Long.parseLong(header(record, "ce_seq")), Collectors.toList())));
        assertThat(lines).hasSize(4);
        assertThat(lines)
                .allSatisfy((line, numbers) -> assertThat(numbers)
                        .containsExactlyElementsOf(LongStream.range(numbers.get(0), numbers.get(0) + numbers.size())
                                .boxed()
                                .toList()));
    }

    /** Sends requests of three events each over one connection; returns how many were answered 200. */
    private static int talk(int client, int requests) {
        int accepted = 0;
        try (RawHttp connection = collector.connect()) {
            for (int i = 0; i < requests; i++) {
                String name = client + "-" + i;
                String body =
                        "[{\"id\":\"" + name + "\"},{\"session\":\"" + name + "\"},{\"user\":\"é" + client + "\"}]";
                byte[] bytes = bytes(body);
                connection
                        .send(head("it-key", "Content-Length: " + bytes.length))
                        .send(bytes);
                accepted += connection.read(SOON).response().status() == 200 ? 1 : 0;
            }
        }
        return accepted;
    }

    @Test
    void theNumbersOfAnIncarnationStartAtZero(@TempDir Path other, EmbeddedBroker broker) {
        try (RunningCollector fresh = RunningCollector.start(other, broker.bootstrapServers())) {
            fresh.events(bytes("{\"session\":\"s\"}"));
            fresh.events(bytes("{\"session\":\"s\"}"));
            List<ConsumerRecord<byte[], byte[]>> records = events.received();
            assertThat(records.stream().map(record -> header(record, "ce_seq"))).containsExactly("0", "1");
            assertThat(collector.events(bytes("{\"session\":\"s\"}")).status()).isEqualTo(200);
            assertThat(header(only(events.received()), "ce_edge")).isNotEqualTo(header(records.get(0), "ce_edge"));
        }
    }

    @Test
    void theBodiesOfAnsweredRequestsAreLetGoWhileASlowOneIsUnderWay() {
        byte[] large = bytes(" ".repeat(4 << 20) + "{}");
        List<RawHttp> slow = Stream.generate(() -> collector.connect().send(head("it-key", "Content-Length: 2") + "{"))
                .limit(2L * Runtime.getRuntime().availableProcessors())
                .toList();
        long before = usedHeap();
        for (int i = 0; i < 50; i++) {
            assertThat(collector.events(large).status()).isEqualTo(200);
        }
        assertThat(usedHeap() - before).isLessThan(64 << 20);
        slow.forEach(connection ->
                assertThat(connection.send("}").read(SOON).response().status()).isEqualTo(200));
        slow.forEach(RawHttp::close);
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void theMetersCountWhatWasAcceptedAndRejected() {
        double accepted = counter("headwater.accepted");
        double appended = counter("headwater.appended");
        double bad = counter("headwater.rejected");
        collector.events(bytes("[{},{},7]"));
        assertThat(counter("headwater.accepted") - accepted).isEqualTo(2);
        assertThat(counter("headwater.appended") - appended).isEqualTo(2);
        assertThat(counter("headwater.rejected") - bad).isEqualTo(1);
        assertThat(collector.ops("/metrics").text())
                .contains("headwater_accepted_total{")
                .containsPattern("headwater_lag_seconds_bucket\\{[^}]*hop=\"ingest\"[^}]*le=\"1.0\"");
    }

    @Test
    void itIsReadyWithKafkaAtHand() {
        assertThat(collector.ops("/health/ready").status()).isEqualTo(200);
        assertThat(collector.ops("/health/started").status()).isEqualTo(200);
        assertThat(collector.ops("/health/live").status() / 100).isEqualTo(2);
    }

    private static double counter(String name) {
        return collector.node().meters().find(name).counters().stream()
                .mapToDouble(io.micrometer.core.instrument.Counter::count)
                .sum();
    }

    private static void assertRefused(Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.text()).matches("\\{\"error\":\"[^\"].+\"}");
        assertThat(events.received()).isEmpty();
        assertThat(rejected.received()).isEmpty();
    }

    private static String head(String key, String... headers) {
        return "POST /v1/events HTTP/1.1\r\nHost: x\r\nX-Api-Key: " + key + "\r\n" + String.join("\r\n", headers)
                + "\r\n\r\n";
    }

    private static RawAnswer exchange(String request) {
        return RawHttp.exchange(collector.port(), request.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), SOON);
    }

    private static ConsumerRecord<byte[], byte[]> only(List<ConsumerRecord<byte[], byte[]>> records) {
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static List<String> strings(List<byte[]> objects) {
        return objects.stream().map(object -> new String(object, UTF_8).strip()).toList();
    }

    private static byte[] joined(String head, String between, String tail, List<byte[]> parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(bytes(head));
        for (int i = 0; i < parts.size(); i++) {
            body.writeBytes(bytes(i == 0 ? "" : between));
            body.writeBytes(parts.get(i));
        }
        body.writeBytes(bytes(tail));
        return body.toByteArray();
    }
}

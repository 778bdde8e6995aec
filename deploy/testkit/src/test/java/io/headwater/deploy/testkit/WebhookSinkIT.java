package io.headwater.deploy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookSinkIT {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Map<String, String> EVENT =
            Map.of("ce-specversion", "1.0", "ce-id", "e1", "ce-source", "/acme/web", "ce-type", "play");

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final WebhookSink sink = WebhookSink.start(SECRET);

    @AfterEach
    void stop() {
        sink.close();
    }

    @Test
    void readsABinaryCloudEvent() throws Exception {
        Map<String, String> headers = new LinkedHashMap<>(EVENT);
        headers.put("ce-subject", "Euro%20%E2%82%AC%20+%22");
        headers.put("content-type", "application/json");

        for (byte[] object : AwkwardJson.objects()) {
            assertThat(deliver(headers, object).statusCode()).isEqualTo(200);
        }

        assertThat(sink.violations()).isEmpty();
        assertThat(hashes(sink.events())).isEqualTo(hashesOf(AwkwardJson.objects()));
        assertThat(sink.events().get(0).id()).isEqualTo("e1");
        assertThat(sink.events().get(0).attributes())
                .containsEntry("subject", "Euro € +\"")
                .containsEntry("datacontenttype", "application/json");
    }

    @Test
    void readsABatchOfCloudEventsWithoutTouchingTheirData() throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int n = 0;
        for (byte[] object : AwkwardJson.objects()) {
            body.writeBytes(utf8((n == 0 ? "[" : ",") + "{\"specversion\":\"1.0\",\"id\":\"e" + n++
                    + "\",\"source\":\"/acme/web\",\"type\":\"play\",\"seq\":7,\"data\":"));
            body.writeBytes(object);
            body.write('}');
        }
        body.writeBytes(
                utf8(
                        ",{\"specversion\":\"1.0\",\"id\":\"raw\",\"source\":\"/a\",\"type\":\"t\",\"data_base64\":\"AP8=\"}]"));

        deliver(Map.of("content-type", "application/cloudevents-batch+json; charset=UTF-8"), body.toByteArray());

        assertThat(sink.violations()).isEmpty();
        List<ReceivedEvent> events = sink.events();
        assertThat(hashes(events.subList(0, n)))
                .isEqualTo(hashesOf(AwkwardJson.objects().stream()
                        .map(WebhookSinkIT::stripped)
                        .toList()));
        assertThat(events.get(0).attributes()).containsEntry("seq", "7").containsEntry("source", "/acme/web");
        assertThat(events.get(n).data()).containsExactly(0, 0xff);
    }

    @Test
    void readsAJsonArrayAndNdjsonByTheIdsInTheHeader() throws Exception {
        String ids = "[\"a\",\"b \\u20ac\"]";
        deliver(
                Map.of("content-type", "application/json", "Headwater-Event-Ids", ids),
                utf8("[{\"n\" : 1.0}, {\"n\":-0}]"));
        deliver(
                Map.of("content-type", "application/x-ndjson", "Headwater-Event-Ids", ids),
                utf8("{\"n\" : 1E3}\n{ }\n"));

        assertThat(sink.violations()).isEmpty();
        assertThat(sink.events()).extracting(ReceivedEvent::id).containsExactly("a", "b €", "a", "b €");
        assertThat(sink.events())
                .extracting(event -> new String(event.data(), StandardCharsets.UTF_8))
                .containsExactly("{\"n\" : 1.0}", "{\"n\":-0}", "{\"n\" : 1E3}", "{ }");
    }

    @Test
    void callsAWrongSignatureAViolation() throws Exception {
        WebhookSignature other = new WebhookSignature("whsec_b3RoZXI=", Clock.systemUTC());
        String now = String.valueOf(Clock.systemUTC().instant().getEpochSecond());
        String old = String.valueOf(Clock.systemUTC().instant().getEpochSecond() - 301);
        WebhookSignature own = new WebhookSignature(SECRET, Clock.systemUTC());

        post(signed(EVENT, now, "v1," + other.sign("m1", now, utf8("{}"))), utf8("{}"));
        post(signed(EVENT, now, "v1," + own.sign("m1", now, utf8("{}"))), utf8("{ }"));
        post(signed(EVENT, old, "v1," + own.sign("m1", old, utf8("{}"))), utf8("{}"));
        post(EVENT, utf8("{}"));

        assertThat(sink.violations()).hasSize(4);
        assertThat(sink.events()).isEmpty();
        assertThat(sink.requests()).hasSize(4);
    }

    @Test
    void acceptsAnySignatureOfSeveral() throws Exception {
        String now = String.valueOf(Clock.systemUTC().instant().getEpochSecond());
        String right = "v1," + new WebhookSignature(SECRET, Clock.systemUTC()).sign("m1", now, utf8("{}"));

        post(signed(EVENT, now, "v1,bm90 " + right), utf8("{}"));

        assertThat(sink.violations()).isEmpty();
        assertThat(sink.received()).isEqualTo(1);
    }

    @Test
    void signsAsTheStandardsOwnExample() {
        // From the reference libraries' tests of standardwebhooks.com.
        String signature = new WebhookSignature(SECRET, Clock.systemUTC())
                .sign("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", utf8("{\"test\": 2432232314}"));

        assertThat(signature).isEqualTo("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void callsADeliveryThatContradictsItsIdsAViolation() throws Exception {
        Map<String, String> headers = new LinkedHashMap<>(EVENT);
        headers.put("Headwater-Event-Ids", "[\"another\"]");
        deliver(headers, utf8("{}"));
        deliver(Map.of("content-type", "application/json"), utf8("[{}]"));
        deliver(Map.of("content-type", "application/json", "Headwater-Event-Ids", "[\"a\"]"), utf8("[{},{}]"));
        deliver(Map.of("content-type", "text/plain"), utf8("{}"));

        assertThat(sink.violations()).hasSize(4);
        assertThat(sink.received()).isZero();
    }

    @Test
    void countsOnlyWhatItAccepted() throws Exception {
        sink.answerWith(Behaviour.first(2, Reply.status(503, Map.of("Retry-After", "7")), Behaviour.OK));

        assertThat(deliver(EVENT, utf8("{}")).headers().firstValue("Retry-After"))
                .contains("7");
        assertThat(deliver(EVENT, utf8("{}")).statusCode()).isEqualTo(503);
        assertThat(sink.received()).isZero();
        assertThat(deliver(EVENT, utf8("{}")).statusCode()).isEqualTo(200);

        assertThat(sink.received()).isEqualTo(1);
        assertThat(sink.requests()).hasSize(3);
        assertThat(sink.connections()).isEqualTo(1);
    }

    @Test
    void refusesTheEventsItWasToldTo() throws Exception {
        sink.answerWith(
                Behaviour.whenAnyOf(Set.of("poison"), Reply.status(422, Map.of(), "no such thing"), Behaviour.OK));
        Map<String, String> poison = new LinkedHashMap<>(EVENT);
        poison.put("ce-id", "poison");

        assertThat(deliver(poison, utf8("{}")).body()).isEqualTo("no such thing");
        assertThat(deliver(EVENT, utf8("{}")).statusCode()).isEqualTo(200);
    }

    @Test
    void hangsAndClosesConnections() {
        sink.answerWith(Reply.hang());
        assertThatThrownBy(() -> deliver(EVENT, utf8("{}"))).isInstanceOf(HttpTimeoutException.class);

        sink.answerWith(Reply.closeConnection());
        assertThatThrownBy(() -> deliver(EVENT, utf8("{}")))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(HttpTimeoutException.class);

        assertThat(sink.received()).isZero();
    }

    @Test
    void answersLateButAnswers() throws Exception {
        sink.answerWith(Reply.after(Duration.ofMillis(300), Reply.status(204)));
        long before = System.nanoTime();

        assertThat(deliver(EVENT, utf8("{}")).statusCode()).isEqualTo(204);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void sendsBodiesWithoutAnEnd() throws Exception {
        for (Reply reply : List.of(Reply.endlessBody(), Reply.dripBody(Duration.ofMillis(5)))) {
            sink.answerWith(reply);
            HttpResponse<InputStream> response = client.send(
                    request(signedNow(EVENT, utf8("{}")), utf8("{}")), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                int enough = reply instanceof Reply.EndlessBody ? 5_000_000 : 20;
                assertThat(body.readNBytes(enough)).hasSize(enough);
            }
        }
        assertThat(sink.received()).isEqualTo(2);
    }

    @Test
    void isAProcessOfItsOwnWhoseJournalOutlivesIt() throws Exception {
        Path journal = folder.resolve("journal");
        JavaCommand command =
                JavaCommand.of(WebhookSink.class, "--port", "0", "--journal", journal.toString(), "--secret", SECRET);
        try (ChildProcess process = ChildProcess.start(command, folder.resolve("output"))) {
            String port = process.awaitLine("listening on (\\d+)", Duration.ofSeconds(20))
                    .group(1);
            HttpRequest request = HttpRequest.newBuilder(
                            request(signedNow(EVENT, utf8("{ }")), utf8("{ }")), (name, value) -> true)
                    .uri(URI.create("http://127.0.0.1:" + port + "/"))
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            process.kill9();
        }

        assertThat(SinkJournal.read(journal)).containsExactly(new Receipt("e1", Sha256.of(utf8("{ }"))));
    }

    private HttpResponse<String> deliver(Map<String, String> headers, byte[] body) throws Exception {
        return post(signedNow(headers, body), body);
    }

    private HttpResponse<String> post(Map<String, String> headers, byte[] body) throws Exception {
        return client.send(request(headers, body), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sink.url()))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(2))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return request.build();
    }

    private static Map<String, String> signedNow(Map<String, String> headers, byte[] body) {
        String now = String.valueOf(Clock.systemUTC().instant().getEpochSecond());
        String signature = new WebhookSignature(SECRET, Clock.systemUTC()).sign("m1", now, body);
        return signed(headers, now, "v1," + signature);
    }

    private static Map<String, String> signed(Map<String, String> headers, String timestamp, String signature) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("webhook-id", "m1");
        all.put("webhook-timestamp", timestamp);
        all.put("webhook-signature", signature);
        return all;
    }

    private static byte[] stripped(byte[] object) {
        return utf8(new String(object, StandardCharsets.UTF_8).strip());
    }

    private static List<String> hashes(List<ReceivedEvent> events) {
        return events.stream().map(ReceivedEvent::sha256).toList();
    }

    private static List<String> hashesOf(List<byte[]> data) {
        return data.stream().map(Sha256::of).toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

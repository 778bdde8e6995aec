package io.headwater.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpServer;
import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.WebhookSink;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces as an OpenTelemetry collector gets them, of a process as people run it. */
class TracedIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    @TempDir
    Path folder;

    private final List<byte[]> exported = new CopyOnWriteArrayList<>();
    private final List<String> authorized = new CopyOnWriteArrayList<>();
    private HttpServer backend;
    private WebhookSink sink;

    @BeforeEach
    void listen() throws IOException {
        sink = WebhookSink.start(ConfFolder.SECRET);
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.createContext("/v1/traces", exchange -> {
            exported.add(exchange.getRequestBody().readAllBytes());
            authorized.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        backend.start();
    }

    @AfterEach
    void close() {
        backend.stop(0);
        sink.close();
    }

    @Test
    void aTraceGoesFromTheSdkThroughToTheDestination() throws Exception {
        try (ChildProcess headwater = start()) {
            post(headwater, "00-" + TRACE + "-" + CALLER + "-01");
            await().atMost(Installed.START).until(() -> sink.received() == 1);
            headwater.terminate();
            assertThat(headwater.awaitExit(Installed.STOP)).isZero();
        }

        assertThat(authorized).isNotEmpty().allMatch("Bearer of-ours"::equals);
        List<Span> spans = spans();
        assertThat(spans).allSatisfy(span -> assertThat(hex(span.getTraceId())).isEqualTo(TRACE));
        Span ingest = one(spans, Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(hex(ingest.getParentSpanId())).isEqualTo(CALLER);
        Span delivery = spans.stream()
                .filter(span -> span.getName().equals("deliver acme/sink"))
                .findFirst()
                .orElseThrow();
        assertThat(delivery.getParentSpanId()).isEqualTo(ingest.getSpanId());
        Span request = one(spans, Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(request.getParentSpanId()).isEqualTo(delivery.getSpanId());
        assertThat(sink.requests().get(0).headers().get("traceparent"))
                .containsExactly("00-" + TRACE + "-" + hex(request.getSpanId()) + "-01");
    }

    @Test
    void spansHoldNoKeysAndNoAddresses() throws Exception {
        try (ChildProcess headwater = start()) {
            post(headwater, "00-" + TRACE + "-" + CALLER + "-01");
            await().atMost(Installed.START).until(() -> sink.received() == 1);
            headwater.terminate();
            assertThat(headwater.awaitExit(Installed.STOP)).isZero();
        }

        assertThat(spans()).isNotEmpty();
        assertThat(exported)
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .noneMatch(text -> text.contains("web-key"))
                .noneMatch(text -> text.contains("/hook"))
                .noneMatch(text -> text.contains("in-the-event"));
    }

    @Test
    void whatItsCallerDoesNotRecordIsNotRecordedAndPassesThrough() throws Exception {
        String unrecorded = "00-" + TRACE + "-" + CALLER + "-00";
        try (ChildProcess headwater = start()) {
            post(headwater, unrecorded);
            await().atMost(Installed.START).until(() -> sink.received() == 1);
            headwater.terminate();
            assertThat(headwater.awaitExit(Installed.STOP)).isZero();
        }

        assertThat(spans()).isEmpty();
        assertThat(sink.requests().get(0).headers().get("traceparent")).containsExactly(unrecorded);
    }

    @Test
    void saysOnceThatSpansAreNotTakenAndGoesOn() throws Exception {
        backend.stop(0);
        try (ChildProcess headwater = start()) {
            post(headwater, "00-" + TRACE + "-" + CALLER + "-01");
            await().atMost(Installed.START).until(() -> sink.received() == 1);
            headwater.awaitLine("Spans are not taken at http://127.0.0.1:", Installed.START);
            post(headwater, "00-" + TRACE + "-" + CALLER + "-01");
            headwater.terminate();
            assertThat(headwater.awaitExit(Installed.STOP)).isZero();
            assertThat(headwater.lines()).noneMatch(line -> line.contains("io.opentelemetry"));
            assertThat(headwater.lines())
                    .filteredOn(line -> line.contains("Spans are not taken"))
                    .hasSize(1);
        }
    }

    private ChildProcess start() {
        Installed installed = Installed.in(folder);
        String tracing = """
                tracing:
                  endpoint: http://127.0.0.1:%d/v1/traces
                  headers: {authorization: Bearer of-ours}
                  share: 0
                """.formatted(backend.getAddress().getPort());
        Path conf = installed.leadingTo(sink);
        ConfFolder.at(conf).write("collector.yaml", tracing).write("router.yaml", tracing);
        ChildProcess headwater = installed.start(Map.of(), "standalone", "--conf", conf.toString(), "--data", "data");
        Printed.awaitReady(headwater);
        return headwater;
    }

    private static void post(ChildProcess headwater, String traceparent) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(Printed.entry(headwater, "ingest") + "?key=web-key"))
                .header("traceparent", traceparent)
                .POST(BodyPublishers.ofString("{\"user\":\"in-the-event\"}"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private List<Span> spans() throws InvalidProtocolBufferException {
        List<Span> spans = new CopyOnWriteArrayList<>();
        for (byte[] request : exported) {
            ExportTraceServiceRequest.parseFrom(request)
                    .getResourceSpansList()
                    .forEach(resource ->
                            resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList())));
        }
        return spans;
    }

    private static Span one(List<Span> spans, Span.SpanKind kind) {
        List<Span> those = spans.stream()
                .filter(span -> span.getKind() == kind && span.getName().equals("POST"))
                .toList();
        assertThat(those).hasSize(1);
        return those.get(0);
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}

package io.headwater.collector;

import static io.headwater.collector.TopicReader.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.broker.EmbeddedBroker;
import io.headwater.deploy.testkit.Capture;
import io.headwater.deploy.testkit.Captures;
import io.headwater.deploy.testkit.RawAnswer;
import io.headwater.deploy.testkit.RawHttp;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Captured requests of unmodified SDKs, sent again head and body byte for byte, up to Kafka. */
class CapturesIT extends OnOneCollector {
    private static final Duration SOON = Duration.ofSeconds(10);

    /** How many events each holds, counted by hand. */
    private static final Map<String, Integer> EVENTS = Map.ofEntries(
            Map.entry("segment/segment-analytics-node-2", 17),
            Map.entry("segment/segment-analytics-node-3", 25),
            Map.entry("segment/segment-analytics-next-2", 1),
            Map.entry("segment/segment-analytics-next-10", 5),
            Map.entry("segment/segment-analytics-next-11", 7),
            Map.entry("rudderstack/rudder-sdk-node-3", 12),
            Map.entry("rudderstack/rudder-sdk-node-5", 20),
            Map.entry("cmcd/dashjs-13", 1),
            Map.entry("cmcd/dashjs-19", 5),
            Map.entry("cmcd/cml-cmcd-2", 10),
            Map.entry("beacon/chromium-beacon-2", 3),
            Map.entry("beacon/chromium-beacon-4", 3),
            Map.entry("beacon/chromium-beacon-5", 1),
            Map.entry("beacon/chromium-beacon-6", 3),
            Map.entry("beacon/chromium-beacon-8", 3),
            Map.entry("otlp/otlp-logs-http-json-1", 2),
            Map.entry("otlp/otlp-logs-http-json-2", 20),
            Map.entry("otlp/otlp-logs-proto-1", 2),
            Map.entry("otlp/otlp-logs-proto-2", 20),
            Map.entry("cloudevents/cloudevents-js-1", 1),
            Map.entry("cloudevents/cloudevents-js-3", 1),
            Map.entry("cloudevents/cloudevents-js-8", 1),
            Map.entry("cloudevents/cloudevents-js-9", 1),
            Map.entry("snowplow/snowplow-node-1", 20),
            Map.entry("snowplow/snowplow-node-2", 7),
            Map.entry("snowplow/snowplow-node-3", 1),
            Map.entry("posthog/posthog-node-1", 2),
            Map.entry("posthog/posthog-node-2", 30),
            Map.entry("posthog/posthog-node-3", 8),
            Map.entry("reporting-api/chromium-reports-2", 1),
            Map.entry("reporting-api/chromium-reports-5", 1));

    @BeforeAll
    static void start(EmbeddedBroker broker) {
        startCollector(broker);
    }

    /** All but requests to the servers of media, whose logs carry CMCD here. */
    static Stream<Capture> captures() {
        return Captures.all().stream().filter(each -> !each.name().contains("request-mode"));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void areAnsweredAsTheirSdkExpects(Capture capture) {
        RawAnswer.Response answer;
        try (RawHttp connection = collector.connect()) {
            answer = (RawAnswer.Response) connection.send(wire(capture)).read(SOON);
        }
        assertThat(answer.status()).as(answer.text()).isIn(200, 204);
        boolean page = capture.headers().stream().anyMatch(each -> each.getKey().equalsIgnoreCase("origin"));
        assertThat(answer.header("access-control-allow-origin").isPresent()).isEqualTo(page);
        List<ConsumerRecord<byte[], byte[]>> received = events.received();
        assertThat(rejected.received()).isEmpty();
        if (capture.method().equals("OPTIONS")) {
            assertThat(received).isEmpty();
            return;
        }
        String folder = capture.name().substring(0, capture.name().indexOf('/'));
        String dialect = folder.equals("reporting-api") ? "reporting" : folder;
        assertThat(received).isNotEmpty().allSatisfy(record -> {
            assertThat(header(record, "ce_dialect")).isEqualTo(dialect);
            assertThat(header(record, "ce_source")).isEqualTo("/acme/segment");
        });
        if (EVENTS.containsKey(capture.name())) {
            assertThat(received).hasSize(EVENTS.get(capture.name()));
        }
    }

    private static byte[] wire(Capture capture) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder(capture.method() + " " + capture.path() + " HTTP/1.1\r\n");
        boolean chunked = false;
        for (Map.Entry<String, String> header : capture.headers()) {
            String value = header.getValue().replace("PORT", "8080");
            head.append(header.getKey()).append(": ").append(value).append("\r\n");
            chunked |= header.getKey().equalsIgnoreCase("transfer-encoding");
        }
        wire.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (chunked) {
            wire.writeBytes(
                    (Integer.toHexString(capture.body().length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            wire.writeBytes(capture.body());
            wire.writeBytes("\r\n0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        } else {
            wire.writeBytes(capture.body());
        }
        return wire.toByteArray();
    }
}

package io.headwater.collector;

import static io.headwater.collector.TopicReader.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.broker.EmbeddedBroker;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What sources.yaml says of a source beyond its keys: quota, schemas, privacy. */
class RulesIT extends OnOneCollector {
    /** HMAC-SHA256 of usr_77 under the salt, by another implementation. */
    private static final String HASHED_USER = "1f812e0e5ed225c3387158d85d45e56a09e6b600c8529d37bb933c72918e11ef";

    @BeforeAll
    static void start(EmbeddedBroker broker) {
        startCollector(broker);
    }

    @Test
    void aSourceOverItsQuotaIsToldWhenToComeAgainAndNothingOfItIsTaken() {
        await().until(() -> post("few-key", "[{},{},{}]").status() == 429);
        events.received();
        Answer answer = post("few-key", "[{},{},{}]");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.text()).contains("acme/few has sent more events than its quota of 3 a second");
        assertThat(events.received()).isEmpty();
        assertThat(post("it-key", "{}").status()).isEqualTo(200);
        await().until(() -> post("few-key", "[{},{},{}]").status() == 200);
        assertThat(collector.ops("/metrics").text())
                .contains("headwater_source_over_quota_total{reason=\"events\",source=\"acme/few\"");
    }

    @Test
    void bytesAreCountedToo() {
        String large = "{\"a\":\"" + "x".repeat(350) + "\"}";
        await().until(() -> post("small-key", large).status() == 200);
        Answer answer = post("small-key", "{}");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.text()).contains("more bytes than its quota of 100 a second");
        assertThat(answer.header("Retry-After")).isIn("2", "3");
    }

    @Test
    void anEventThatBreaksItsSchemaIsRejectedAlone() {
        Answer answer = post(
                "strict-key",
                "[{\"type\":\"play\",\"n\":1},{\"type\":\"play\",\"n\":-1},{\"type\":\"stop\"},7,{\"type\":\"play\"}]");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo(
                        "{\"accepted\":2,\"rejected\":["
                                + "{\"index\":1,\"reason\":\"the event breaks the schema of its type: minimum at /n\"},"
                                + "{\"index\":3,\"reason\":\"the event must be a JSON object\"},"
                                + "{\"index\":4,\"reason\":\"the event breaks the schema of its type: required at , member 'n'\"}]}");
        assertThat(events.values()).containsExactlyInAnyOrder("{\"type\":\"play\",\"n\":1}", "{\"type\":\"stop\"}");
        assertThat(rejected.values())
                .containsExactlyInAnyOrder("{\"type\":\"play\",\"n\":-1}", "7", "{\"type\":\"play\"}");
        assertThat(post("strict-key", "{\"type\":\"play\"}").status()).isEqualTo(400);
    }

    @Test
    void orIsFlaggedWhereItsSourceSaysSo() {
        assertThat(post(
                                "lenient-key",
                                "[{\"type\":\"play\",\"n\":1,\"id\":\"a\"},{\"type\":\"play\",\"n\":-1,\"id\":\"b\"}]")
                        .text())
                .isEqualTo("{\"accepted\":2,\"rejected\":[]}");
        List<ConsumerRecord<byte[], byte[]>> received = events.received();
        assertThat(received).hasSize(2);
        for (ConsumerRecord<byte[], byte[]> record : received) {
            assertThat(header(record, "ce_schemabreach"))
                    .isEqualTo(header(record, "ce_id").equals("b") ? "minimum at /n" : "");
        }
        assertThat(collector.counter("headwater.schema.flagged")).isEqualTo(1);
    }

    @Test
    void whatIsPrivateNeverReachesKafka() {
        String event =
                "{ \"type\":\"play\",\"n\":1.0, \"user\":\"usr_77\", \"context\":{\"ip\":\"203.0.113.9\", \"z\":[]},"
                        + "\"mail\":\"a@b.example\" }";
        assertThat(post("private-key", event).status()).isEqualTo(200);
        ConsumerRecord<byte[], byte[]> record = events.received().get(0);
        assertThat(TopicReader.value(record))
                .isEqualTo("{ \"type\":\"play\",\"n\":1.0, \"user\":\"" + HASHED_USER + "\", \"context\":{\"z\":[]} }");
        assertThat(header(record, "ce_subject")).isEqualTo(HASHED_USER);
        assertThat(new String(record.key(), UTF_8)).isEqualTo(HASHED_USER);
        assertThat(everything(record)).doesNotContain("usr_77", "203.0.113.9", "a@b.example");
    }

    @Test
    void norDoesItAmongWhatIsRejected() {
        post("private-key", "[{\"type\":\"play\",\"user\":\"usr_77\"},{\"user\":\"usr_77\",\"x\":1,\"x\":1}]");
        post("private-key", "{\"mail\":\"a@b.example\"\n{\"mail\":\"a@b.example\"}");
        List<ConsumerRecord<byte[], byte[]>> received = rejected.received();
        assertThat(received).hasSizeGreaterThanOrEqualTo(2);
        assertThat(received)
                .allSatisfy(record -> assertThat(everything(record)).doesNotContain("usr_77", "a@b.example"));
    }

    private static String everything(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder all = new StringBuilder(TopicReader.value(record));
        all.append(record.key() == null ? "" : new String(record.key(), UTF_8));
        record.headers().forEach(header -> all.append(new String(header.value(), UTF_8)));
        return all.toString();
    }

    private static Answer post(String key, String body) {
        return collector.post("/v1/events", body.getBytes(UTF_8), "X-Api-Key", key);
    }
}

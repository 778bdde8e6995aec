package io.headwater.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An event that Kafka refuses for itself, here because somebody made the topic's records smaller than ours may be. */
@ExtendWith(SharedBroker.class)
class RefusedByKafkaIT {
    private static final String LARGE = "{\"large\":\"" + "x".repeat(20_000) + "\"}";

    private RunningCollector collector;
    private TopicReader events;
    private TopicReader rejected;
    private EmbeddedBroker broker;

    @BeforeEach
    void start(EmbeddedBroker shared, @TempDir Path folder) throws Exception {
        broker = shared;
        collector = RunningCollector.start(folder, broker.bootstrapServers());
        events = TopicReader.atEndOf("hw.events", broker.bootstrapServers());
        rejected = TopicReader.atEndOf("hw.rejected", broker.bootstrapServers());
        alter(new ConfigEntry("max.message.bytes", "10000"), OpType.SET);
    }

    @AfterEach
    void stop() throws Exception {
        alter(new ConfigEntry("max.message.bytes", String.valueOf(2 << 20)), OpType.SET);
        try {
            collector.assertAllIsGivenBack();
        } finally {
            events.close();
            rejected.close();
            collector.close();
        }
    }

    @Test
    void isRejectedAloneWithItsPlaceInTheRequest() {
        Answer answer = collector.events(("[7,{\"n\":1}," + LARGE + ",{\"n\":2},8]").getBytes(UTF_8));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .matches("\\{\"accepted\":2,\"rejected\":\\[\\{\"index\":0,.*\"index\":2,.*\"index\":4,.*");
        assertThat(events.values()).containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":2}");
        assertThat(rejected.received().stream()
                        .map(record -> TopicReader.header(record, "hw_reject_index")
                                + TopicReader.header(record, "hw_reject_code")
                                + TopicReader.value(record).length()))
                .containsExactlyInAnyOrder("0not_an_object1", "2refused" + LARGE.length(), "4not_an_object1");
    }

    @Test
    void isA400WhenItIsTheOnlyOne() {
        Answer answer = collector.events(LARGE.getBytes(UTF_8));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).startsWith("{\"accepted\":0,\"rejected\":[{\"index\":0,");
        assertThat(rejected.values()).containsExactly(LARGE);
    }

    private void alter(ConfigEntry entry, OpType type) throws Exception {
        alter(broker, entry, type);
    }

    /** Alters {@code hw.events}. */
    static void alter(EmbeddedBroker broker, ConfigEntry entry, OpType type) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "hw.events");
            admin.incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(entry, type))))
                    .all()
                    .get();
        }
    }
}

package io.headwater.deploy.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.config.RegionsConfig;
import io.headwater.deploy.process.ConfigFolder;
import io.headwater.kafka.Topics;
import io.headwater.kafka.TopicsConfig;
import io.headwater.router.RouterConfig;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import io.strimzi.api.kafka.model.user.KafkaUserAuthorizationSimple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The example of a region's Kafka is one that Strimzi knows to the last key, with the topics that Headwater would make itself. */
class StrimziTest {
    private static final Path EXAMPLE =
            Path.of("..", "strimzi", "eu-west.yaml").toAbsolutePath().normalize();
    private static final Path CONF =
            Path.of("..", "..", "conf").toAbsolutePath().normalize();

    @Test
    void everyManifestIsOneThatStrimziKnowsToTheLastKey() throws IOException {
        Manifests example = example();
        assertThat(example.unknown()).isEmpty();
        assertThat(example.others()).isEmpty();
        assertThat(example.all(Kafka.class)).hasSize(1);
        assertThat(example.all(KafkaNodePool.class)).hasSize(2);
        assertThat(example.names()).doesNotHaveDuplicates();
        assertThat(Manifests.of(Files.readString(EXAMPLE).replace("userOperator", "userOperater"))
                        .unknown())
                .as("so that this is a check")
                .isNotEmpty();
    }

    @Test
    void theTopicsAreThoseThatHeadwaterWants() throws IOException {
        RouterConfig router =
                new ConfigFolder(CONF, Map.of("HEADWATER_KAFKA_TOPICS_REPLICATION", "3")).router(RegionsConfig.NONE);
        Map<String, String> wanted = new TreeMap<>();
        layouts(router)
                .forEach(each -> wanted.put(
                        each.name(),
                        each.partitions() + " partitions, " + each.replication() + " copies, "
                                + new TreeMap<>(each.settings())));
        Map<String, String> there = new TreeMap<>();
        example().all(KafkaTopic.class).forEach(each -> {
            Map<String, String> settings = new TreeMap<>();
            each.getSpec().getConfig().forEach((key, value) -> settings.put(key, String.valueOf(value)));
            there.put(
                    each.getMetadata().getName(),
                    each.getSpec().getPartitions() + " partitions, "
                            + each.getSpec().getReplicas() + " copies, " + settings);
        });
        assertThat(there).isEqualTo(wanted);
    }

    @Test
    void usersMayDoWhatTheirSideDoes() throws IOException {
        List<KafkaUser> users = example().all(KafkaUser.class);
        assertThat(users)
                .extracting(each -> each.getMetadata().getName())
                .containsExactly("headwater-collector", "headwater-router");
        assertThat(users)
                .allSatisfy(each ->
                        assertThat(each.getSpec().getAuthentication().getType()).isEqualTo("scram-sha-512"));
        KafkaUserAuthorizationSimple collector =
                (KafkaUserAuthorizationSimple) users.get(0).getSpec().getAuthorization();
        assertThat(collector.getAcls())
                .as("a collector reads nothing")
                .noneMatch(acl -> acl.getOperations().toString().contains("READ"));
    }

    private static List<Topics.Layout> layouts(RouterConfig router) {
        TopicsConfig config = router.kafka().topics();
        List<Topics.Layout> all = new ArrayList<>(Topics.layouts(config));
        all.add(Topics.control(config));
        all.add(Topics.index(config));
        router.backlog().delays().forEach(delay -> all.add(Topics.parking(Topics.retry(delay), config)));
        return all;
    }

    private static Manifests example() throws IOException {
        return Manifests.of(Files.readString(EXAMPLE));
    }
}

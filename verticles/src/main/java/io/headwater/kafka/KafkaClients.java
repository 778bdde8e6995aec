package io.headwater.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The settings each kind of Kafka client of ours starts with; {@code kafka.properties} go over them. */
public record KafkaClients(KafkaConfig config) {
    /*
     * Of a producer id a broker does not know yet it takes any sequence number for the first. With two requests under way, the
     * earlier one refused since the broker does not lead the partition yet, the later one would be taken first: out of order,
     * and the earlier one is refused for ever after.
     */
    private static final int PATIENT_REQUESTS = 1;
    /* Over 8 Mbit/s a full request takes some two seconds; a broker that vanished is noticed after a few more. */
    private static final int PATIENT_REQUEST_MILLIS = 5_000;
    /* Longer than an outage: what is known of a topic nothing is sent to meanwhile. */
    private static final int REMEMBER_TOPICS_MILLIS = 24 * 60 * 60 * 1_000;

    /** Durable before fast: acks=all, idempotent, and given up after {@code ackWithin}. */
    Map<String, Object> producer(String name) {
        Map<String, Object> settings = common(name);
        int ackWithin = Math.toIntExact(config.ackWithin().toMillis());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ackWithin);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ackWithin * 2 / 3);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, config.blockFor().toMillis());
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, REMEMBER_TOPICS_MILLIS);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, config.bufferMemory().bytes());
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.putAll(config.properties());
        return settings;
    }

    /** The same, but no record is ever given up, all stay in order, and a thin line has the time to carry full requests. */
    Map<String, Object> patientProducer(String name) {
        Map<String, Object> settings = producer(name);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENT_REQUEST_MILLIS);
        settings.putAll(config.properties());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, PATIENT_REQUESTS);
        return settings;
    }

    /** Starts at earliest, commits only when told, hands partitions over one by one. */
    Map<String, Object> consumer(String name, String group) {
        Map<String, Object> settings = common(name);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_500);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, LogConsumer.MOST_AT_ONCE);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.putAll(config.properties());
        return settings;
    }

    Map<String, String> admin(String name) {
        Map<String, String> settings = new HashMap<>();
        common(name).forEach((key, value) -> settings.put(key, value.toString()));
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "2000");
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, "5000");
        settings.putAll(config.properties());
        return settings;
    }

    private Map<String, Object> common(String name) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, name);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, "50");
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
        settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, "2000");
        settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, "4000");
        return settings;
    }
}

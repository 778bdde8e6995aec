package io.headwater.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Kafka's own consumers with our settings, for what reads beside the events' way on a thread that may block. Each belongs
 * to one thread at a time.
 */
public final class BlockingConsumers {
    private BlockingConsumers() {}

    /** Reads what it is assigned, as nobody's member. */
    public static Consumer<byte[], byte[]> alone(KafkaClients clients, String name) {
        Map<String, Object> settings = new HashMap<>(clients.consumer(name, ""));
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(settings);
    }

    /**
     * Shares partitions with the other members of a group.
     *
     * @param most records of one poll
     */
    public static Consumer<byte[], byte[]> inGroup(KafkaClients clients, String name, String group, int most) {
        Map<String, Object> settings = new HashMap<>(clients.consumer(name, group));
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, most);
        return new KafkaConsumer<>(settings);
    }
}

package io.headwater.kafka;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The records of one append, made one after the other on the sender thread. {@link #taken} is told of record {@code i}
 * before the next one is made, unless Kafka's producer refused it for itself: so a number given in {@code get} is used up
 * exactly when its record is in the log, on its way there, or among the unacknowledged.
 */
public interface Records {
    int size();

    ProducerRecord<byte[], byte[]> get(int i);

    /** Whether the record just made is to be handed to Kafka; one that is not is among the unacknowledged. */
    default boolean isForKafka(ProducerRecord<byte[], byte[]> record) {
        return true;
    }

    void taken(int i);

    /** Records that are known beforehand. */
    static Records of(List<ProducerRecord<byte[], byte[]>> records) {
        return new Records() {
            @Override
            public int size() {
                return records.size();
            }

            @Override
            public ProducerRecord<byte[], byte[]> get(int i) {
                return records.get(i);
            }

            @Override
            public void taken(int i) {}
        };
    }
}

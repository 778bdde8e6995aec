package io.headwater.kafka;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The records of one append, made one after the other on the sender thread. Only when Kafka's producer has taken record
 * {@code i} is {@link #taken} told and the next one made, so a number given in {@code get} is used up exactly when it is
 * on its way.
 */
public interface Records {
    int size();

    ProducerRecord<byte[], byte[]> get(int i);

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

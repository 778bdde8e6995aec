package io.headwater.router.consume;

import io.headwater.router.deliver.DestinationId;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What is to be done with the records of a reading. */
public interface Arrivals {

    /** Called when the record's turn has come, once. A record on which this throws becomes a dead letter. */
    Passage of(ConsumerRecord<byte[], byte[]> record);

    /** Who is owed a record, as far as it can be told without handling it: for a record that must not be handled. */
    default List<DestinationId> owed(ConsumerRecord<byte[], byte[]> record) {
        return List.of();
    }

    /** Records of this partition go to another router from now on. */
    default void revoked(TopicPartition partition) {}
}

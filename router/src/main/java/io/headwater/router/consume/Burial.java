package io.headwater.router.consume;

import io.headwater.router.dead.DeadLetter;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes a record of the log a dead letter. */
interface Burial {
    /** Writes it; {@code durable} is told, on the consumer's context, when it is. */
    void bury(ConsumerRecord<byte[], byte[]> record, DeadLetter letter, Runnable durable);
}

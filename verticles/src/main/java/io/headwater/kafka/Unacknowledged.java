package io.headwater.kafka;

import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record of an append that is not known to be in the log; it may still get there if Kafka's producer took it.
 *
 * @param index its place in the append
 * @param why in a sentence
 */
public record Unacknowledged(int index, ProducerRecord<byte[], byte[]> record, Cause cause, String why) {

    /** How far it came. */
    public enum Cause {
        /** Not handed over, since it was not for Kafka now. */
        HELD_BACK,
        /** Kafka's producer did not take it: it knows no leader, or has no room. Says something about all partitions. */
        NOT_TAKEN,
        /** Kafka did not acknowledge it in time. Says something about its partition. */
        NOT_ACKNOWLEDGED
    }
}

package io.headwater.kafka;

import org.apache.kafka.common.utils.Utils;

/** Which partition a key belongs to: murmur2 over the partition count, as Kafka's own Java clients choose. */
public final class Partitions {
    private Partitions() {}

    public static int of(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }
}

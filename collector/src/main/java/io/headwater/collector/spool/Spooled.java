package io.headwater.collector.spool;

import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One record of the spool, exactly as it was appended: topic, partition, timestamp, key, value and headers.
 *
 * @param number consecutive over the spool's life; numbers are missing only where the disk lost records
 */
public record Spooled(long number, ProducerRecord<byte[], byte[]> record) {}

package io.headwater.kafka;

import io.headwater.event.LoggedEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that was read, and the event it is.
 *
 * @param record says what the one that was read says, in less memory: what many records say is there once
 */
public record ReadRecord(ConsumerRecord<byte[], byte[]> record, LoggedEvent event) {}

package io.headwater.kafka;

import java.util.Optional;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The handing over of one record to Kafka's producer. The producer tells most of what keeps it from taking a record not by
 * throwing but by calling back before {@code send} returns, on the same thread; what it took it calls back for on a thread
 * of its own. Only here the two are told apart.
 */
final class HandOver implements Callback {
    private final Append append;
    private final int index;
    private final Thread sender = Thread.currentThread();
    private Optional<Exception> notTaken = Optional.empty();

    private HandOver(Append append, int index) {
        this.append = append;
        this.index = index;
    }

    /** Hands record {@code index} of the append over; what kept the producer from taking it, or empty. */
    static Optional<Exception> of(
            Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record, Append append, int index) {
        HandOver handOver = new HandOver(append, index);
        try {
            producer.send(record, handOver);
        } catch (RuntimeException e) {
            return Optional.of(e);
        }
        return handOver.notTaken;
    }

    @Override
    public void onCompletion(RecordMetadata metadata, Exception error) {
        if (error != null && Thread.currentThread() == sender) {
            notTaken = Optional.of(error);
        } else {
            append.acknowledged(index, error);
        }
    }
}

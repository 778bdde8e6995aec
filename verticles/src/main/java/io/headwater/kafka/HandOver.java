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
    private final Fates fates;
    private final int index;
    private final Thread sender = Thread.currentThread();
    private Optional<Exception> notTaken = Optional.empty();

    private HandOver(Fates fates, int index) {
        this.fates = fates;
        this.index = index;
    }

    /** Hands a record over under {@code index}; what kept the producer from taking it, or empty. */
    static Optional<Exception> of(
            Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record, Fates fates, int index) {
        HandOver handOver = new HandOver(fates, index);
        try {
            producer.send(record, handOver);
        } catch (RuntimeException e) {
            return Optional.of(e);
        }
        return handOver.notTaken;
    }

    @Override
    public void onCompletion(RecordMetadata metadata, Exception error) {
        if (error == null) {
            fates.acknowledged(index);
        } else if (Thread.currentThread() == sender) {
            notTaken = Optional.of(error);
        } else {
            fates.failed(index, error);
        }
    }
}

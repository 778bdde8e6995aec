package io.headwater.kafka;

import io.vertx.core.Vertx;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Hands records one by one to a producer of Kafka's that gives none up: what it took it sends again, in order, until Kafka
 * has acknowledged or refused it. For whoever holds the records durably and has all the time. Used by one thread.
 */
public final class PatientProducer {
    private final Connection connection;

    public PatientProducer(Vertx vertx, KafkaClients clients, String name) {
        this.connection = new Connection(vertx, clients.patientProducer(name));
    }

    /**
     * Hands a record over, waiting at most {@code kafka.blockFor} for metadata or room. What kept the producer from taking
     * it, or empty; then {@code fates} is told of it under {@code index}.
     */
    public Optional<Exception> send(ProducerRecord<byte[], byte[]> record, Fates fates, int index) {
        try {
            return HandOver.of(connection.producer(), record, fates, index);
        } catch (RuntimeException e) {
            return Optional.of(e);
        }
    }

    /** Ends the producer at once, failing all it holds; the next record is handed to a new one. */
    public void restart() {
        connection.drop(0);
    }

    /** Waits for what is under way, at most {@code withinMillis}, then fails the rest. */
    public void close(long withinMillis) {
        connection.drop(withinMillis);
    }
}

package io.headwater.kafka;

import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;

/** One producer of Kafka's, made when it is first needed and again after it was dropped. Used by one thread. */
final class Connection {
    private final Vertx vertx;
    private final Map<String, Object> settings;
    private Optional<KafkaWriteStream<byte[], byte[]>> stream = Optional.empty();

    Connection(Vertx vertx, Map<String, Object> settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    /** Fails as Kafka's producer does when it cannot be made. */
    Producer<byte[], byte[]> producer() {
        if (stream.isEmpty()) {
            stream = Optional.of(KafkaWriteStream.create(vertx, settings));
        }
        return stream.get().unwrap();
    }

    /** Waits for what is under way, at most so long, then fails the rest. */
    void drop(long withinMillis) {
        stream.ifPresent(open -> open.unwrap().close(Duration.ofMillis(withinMillis)));
        stream = Optional.empty();
    }
}

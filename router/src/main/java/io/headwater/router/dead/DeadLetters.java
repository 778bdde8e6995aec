package io.headwater.router.dead;

import io.headwater.kafka.LogProducer;
import io.headwater.kafka.LogUnavailable;
import io.headwater.kafka.Records;
import io.headwater.kafka.Refused;
import io.headwater.kafka.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes dead letters, each until it is durable: an event that nobody takes must at least be found here. */
public final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final Vertx vertx;
    private final LogProducer producer;
    private final Duration retryEvery;
    private final Clock clock = Clock.systemUTC();
    private volatile boolean failing;

    public DeadLetters(Vertx vertx, LogProducer producer, Duration retryEvery) {
        this.vertx = vertx;
        this.producer = producer;
        this.retryEvery = retryEvery;
    }

    /** Completes when the letter is durable, however long that takes; on any thread. */
    public Future<Void> write(ConsumerRecord<byte[], byte[]> origin, DeadLetter letter) {
        return append(DeadLetterRecord.of(origin, letter, clock.instant()));
    }

    private Future<Void> append(ProducerRecord<byte[], byte[]> record) {
        return producer.append(Records.of(List.of(record)))
                .compose(DeadLetters::accepted)
                .onSuccess(durable -> failing = false)
                .recover(error -> {
                    failed(error);
                    return vertx.timer(retryEvery.toMillis(), TimeUnit.MILLISECONDS)
                            .compose(waited -> append(record));
                });
    }

    private static Future<Void> accepted(List<Refused> refused) {
        return refused.isEmpty()
                ? Future.succeededFuture()
                : Future.failedFuture(new LogUnavailable(refused.get(0).reason()));
    }

    private void failed(Throwable error) {
        if (!failing) {
            failing = true;
            LOG.warn("Dead letters cannot be written to {}; trying every {}", Topics.DEAD, retryEvery, error);
        }
    }
}

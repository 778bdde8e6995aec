package io.headwater.router.dead;

import io.headwater.kafka.DurableLog;
import io.vertx.core.Future;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes dead letters, each until it is durable: an event that nobody takes must at least be found here. */
public final class DeadLetters {
    private final DurableLog log;
    private final Clock clock;

    public DeadLetters(DurableLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Completes when the letter is durable, however long that takes. */
    public Future<Void> write(ConsumerRecord<byte[], byte[]> origin, DeadLetter letter) {
        return log.append(DeadLetterRecord.of(origin, letter, clock.instant()));
    }
}

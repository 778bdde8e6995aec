package io.headwater.router.consume;

import io.headwater.router.dead.DeadLetter;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What operators have skipped: it becomes a dead letter of its destination and is not offered to its lane any more. */
final class Skips {
    /* Letters being written at once; a partition with more waits until some are durable. */
    private static final int MOST_UNDER_WAY = 5_000;

    private final Operated operated;
    private final Aside aside;
    private final DeadMeters meters;
    private int underWay;

    Skips(Operated operated, Aside aside, DeadMeters meters) {
        this.operated = operated;
        this.aside = aside;
        this.meters = meters;
    }

    boolean cover(ConsumerRecord<byte[], byte[]> record, Debt.Terms terms) {
        return operated.skips(terms.destination(), record.timestamp());
    }

    /** Makes it a dead letter; false where too many are under way. */
    boolean bury(ConsumerRecord<byte[], byte[]> record, Debt.Terms terms, Runnable durable) {
        if (underWay >= MOST_UNDER_WAY) {
            return false;
        }
        underWay++;
        DeadLetter letter = DeadLetter.skipped(
                terms.destination().tenant(),
                terms.destination().name(),
                terms.standing().attempts());
        aside.bury(record, letter, terms.standing().stays(), () -> {
            underWay--;
            meters.dead(letter);
            durable.run();
        });
        return true;
    }
}

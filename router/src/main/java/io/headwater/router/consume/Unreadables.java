package io.headwater.router.consume;

import io.headwater.router.dead.DeadLetter;
import io.headwater.router.lane.BusSurroundings;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records of the log that are no events of ours: dead letters of nobody's, so that their partition goes on. */
final class Unreadables {
    private static final Logger LOG = LoggerFactory.getLogger(Unreadables.class);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);
    /* Letters being written at once; a partition with more waits until some are durable. */
    private static final int MOST_UNDER_WAY = 1_000;

    private final Burial burial;
    private final ConsumeMeters meters;
    private int underWay;
    private long count;
    private long saidAt;

    Unreadables(Burial burial, ConsumeMeters meters) {
        this.burial = burial;
        this.meters = meters;
    }

    Passage of(ConsumerRecord<byte[], byte[]> record, IllegalArgumentException why) {
        say(record, why);
        DeadLetter letter = DeadLetter.unreadable(String.valueOf(why.getMessage()));
        return new Passage() {
            @Override
            public long offset() {
                return record.offset();
            }

            @Override
            public boolean advance(Runnable settled) {
                return underWay < MOST_UNDER_WAY && bury(record, letter, settled);
            }
        };
    }

    private boolean bury(ConsumerRecord<byte[], byte[]> record, DeadLetter letter, Runnable settled) {
        underWay++;
        burial.bury(record, letter, () -> {
            underWay--;
            meters.unreadable();
            settled.run();
        });
        return true;
    }

    private void say(ConsumerRecord<byte[], byte[]> record, IllegalArgumentException why) {
        count++;
        long now = BusSurroundings.now();
        if (count == 1 || now - saidAt > QUIET_NANOS) {
            saidAt = now;
            LOG.warn(
                    "{} records so far are no events and become dead letters; the latest at offset {} of partition {}",
                    count,
                    record.offset(),
                    record.partition(),
                    why);
        }
    }
}

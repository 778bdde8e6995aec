package io.headwater.router.consume;

import io.headwater.ops.Failpoint;
import io.headwater.router.backlog.Delays;
import io.headwater.router.backlog.Park;
import io.headwater.router.dead.DeadLetter;
import io.headwater.router.dead.DeadLetters;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.lane.Standing;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where events go that are not delivered now: to their destination's backlog, a delay topic, or the dead letters. */
record Aside(Park backlogs, Delays delays, DeadLetters letters, Skips skips) {

    /** Writes it; {@code durable} is told, on the consumer's context, when it is. */
    void park(
            ConsumerRecord<byte[], byte[]> record,
            DestinationId destination,
            Standing standing,
            String replay,
            Runnable durable) {
        backlogs.write(record, destination, standing, replay).onSuccess(done -> {
            Failpoint.reached("park.durable");
            durable.run();
        });
    }

    /** Writes it; {@code durable} is told, on the consumer's context, when it is. */
    void delay(
            ConsumerRecord<byte[], byte[]> record,
            DestinationId destination,
            Standing standing,
            String replay,
            Runnable durable) {
        delays.write(record, destination, standing, replay).onSuccess(done -> {
            Failpoint.reached("park.durable");
            durable.run();
        });
    }

    /** Writes it; {@code durable} is told, on the consumer's context, when it is. */
    void bury(ConsumerRecord<byte[], byte[]> record, DeadLetter letter, Runnable durable) {
        letters.write(record, letter).onSuccess(done -> durable.run());
    }
}

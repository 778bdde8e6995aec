package io.headwater.router.consume;

import io.headwater.kafka.Numbered;
import io.headwater.ledger.Fact;
import io.headwater.ops.Failpoint;
import io.headwater.router.account.Accounts;
import io.headwater.router.account.Deadlines;
import io.headwater.router.account.Tried;
import io.headwater.router.backlog.Delays;
import io.headwater.router.backlog.Park;
import io.headwater.router.dead.DeadLetter;
import io.headwater.router.dead.DeadLetters;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.lane.Standing;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Where events go that are not delivered now: to their destination's backlog, a delay topic, or the dead letters. That they
 * are there stands in the accounts before anybody is told.
 */
record Aside(Park backlogs, Delays delays, DeadLetters letters, Accounts accounts, Deadlines deadlines) {

    /** Writes it; {@code durable} is told, on the consumer's context, when it is. */
    void park(
            ConsumerRecord<byte[], byte[]> record,
            DestinationId destination,
            Standing standing,
            String replay,
            Runnable durable) {
        backlogs.write(record, destination, standing, replay)
                .onSuccess(done -> parked(record, destination, standing, durable));
    }

    /** Writes it; {@code durable} is told, on the consumer's context, when it is. */
    void delay(
            ConsumerRecord<byte[], byte[]> record,
            DestinationId destination,
            Standing standing,
            String replay,
            Runnable durable) {
        delays.write(record, destination, standing, replay)
                .onSuccess(done -> parked(record, destination, standing, durable));
    }

    private void parked(
            ConsumerRecord<byte[], byte[]> record, DestinationId destination, Standing standing, Runnable durable) {
        Failpoint.reached("park.durable");
        Tried tried = Tried.not(standing.attempts(), standing.reason());
        ended(record, destination, Fact.State.PARKED, standing.stays() + 1, tried);
        durable.run();
    }

    /**
     * Writes it; {@code durable} is told, on the consumer's context, when it is.
     *
     * @param stay how many times the event had been parked or delayed
     */
    void bury(ConsumerRecord<byte[], byte[]> record, DeadLetter letter, int stay, Runnable durable) {
        letters.write(record, letter).onSuccess(done -> {
            if (!letter.destination().isEmpty()) {
                DestinationId destination = new DestinationId(letter.tenant(), letter.destination());
                ended(record, destination, Fact.State.DEAD, stay, Tried.not(letter.attempts(), letter.cause()));
            }
            durable.run();
        });
    }

    private void ended(
            ConsumerRecord<byte[], byte[]> record, DestinationId destination, Fact.State state, int stay, Tried tried) {
        Numbered.of(record.headers())
                .ifPresent(event -> accounts.ended(event.line(), event.number(), destination, state, stay, tried));
    }
}

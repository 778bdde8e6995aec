package io.headwater.router.consume;

import io.headwater.kafka.Numbered;
import io.headwater.kafka.Topics;
import io.headwater.router.account.Accounts;
import io.headwater.router.backlog.ParkedRecord;
import io.headwater.router.dead.DeadLetter;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.lane.BusSurroundings;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What no lane can be given becomes a dead letter, so that its partition goes on: records that are no events of ours,
 * events of destinations that are not configured any more, events whose handling ends the process.
 */
final class Undeliverable implements Handling.Instead {
    private static final Logger LOG = LoggerFactory.getLogger(Undeliverable.class);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);
    /* Letters being written at once; a partition with more waits until some are durable. */
    private static final int MOST_UNDER_WAY = 1_000;

    private final Aside aside;
    private final DeadMeters meters;
    private int underWay;
    private long count;
    private long saidAt;

    Undeliverable(Aside aside, DeadMeters meters) {
        this.aside = aside;
        this.meters = meters;
    }

    Passage unreadable(ConsumerRecord<byte[], byte[]> record, IllegalArgumentException why) {
        return letters(record, List.of(DeadLetter.unreadable(String.valueOf(why.getMessage()))), 0);
    }

    Passage removed(ConsumerRecord<byte[], byte[]> record, ParkedRecord parked) {
        DestinationId destination = parked.destination();
        int attempts = parked.standing().attempts();
        return letters(
                record,
                List.of(DeadLetter.removed(destination.tenant(), destination.name(), attempts)),
                parked.standing().stays());
    }

    @Override
    public Passage poison(ConsumerRecord<byte[], byte[]> record, List<DestinationId> owed) {
        return letters(record, toEach(owed, DeadLetter::poison), 0);
    }

    @Override
    public Passage failed(ConsumerRecord<byte[], byte[]> record, List<DestinationId> owed, RuntimeException why) {
        LOG.error("Offset {} of {}-{} cannot be handled", record.offset(), record.topic(), record.partition(), why);
        String name = why.getClass().getSimpleName();
        return letters(record, toEach(owed, (tenant, destination) -> DeadLetter.failed(tenant, destination, name)), 0);
    }

    /** A letter for each who is owed the event; one of nobody's where that is not known. */
    private static List<DeadLetter> toEach(List<DestinationId> owed, BiFunction<String, String, DeadLetter> letter) {
        return owed.isEmpty()
                ? List.of(letter.apply("", ""))
                : owed.stream()
                        .map(each -> letter.apply(each.tenant(), each.name()))
                        .toList();
    }

    private Passage letters(ConsumerRecord<byte[], byte[]> record, List<DeadLetter> letters, int stay) {
        return settled -> underWay < MOST_UNDER_WAY && bury(record, letters, stay, settled);
    }

    private boolean bury(ConsumerRecord<byte[], byte[]> record, List<DeadLetter> letters, int stay, Runnable settled) {
        say(record, letters.get(0));
        Countdown open = new Countdown(letters.size(), settled);
        for (DeadLetter letter : letters) {
            underWay++;
            account(record, letter);
            aside.bury(record, letter, stay, () -> {
                underWay--;
                meters.dead(letter);
                open.one();
            });
        }
        return true;
    }

    /* Whoever it was read for, it may not have been told of yet: what is not handled is owed and dead all the same. */
    private void account(ConsumerRecord<byte[], byte[]> record, DeadLetter letter) {
        Accounts accounts = aside.accounts();
        Numbered.of(record.headers())
                .filter(event -> Topics.EVENTS.equals(record.topic()))
                .ifPresent(event -> {
                    accounts.seen(event.line(), event.number(), Instant.ofEpochMilli(record.timestamp()));
                    if (letter.destination().isEmpty()) {
                        accounts.unrouted(event.line(), event.number());
                    } else {
                        DestinationId to = new DestinationId(letter.tenant(), letter.destination());
                        accounts.owed(event.line(), event.number(), to, false);
                    }
                });
    }

    private void say(ConsumerRecord<byte[], byte[]> record, DeadLetter letter) {
        count++;
        long now = BusSurroundings.now();
        if (count == 1 || now - saidAt > QUIET_NANOS) {
            saidAt = now;
            LOG.warn(
                    "{} records so far go to no lane and become dead letters; the latest at offset {} of {}-{} ({})",
                    count,
                    record.offset(),
                    record.topic(),
                    record.partition(),
                    letter.reason());
        }
    }
}

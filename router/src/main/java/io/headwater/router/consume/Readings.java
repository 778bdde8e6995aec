package io.headwater.router.consume;

import io.headwater.kafka.KafkaClients;
import io.headwater.kafka.LogAdmin;
import io.headwater.kafka.LogConsumer;
import io.headwater.router.account.Reporting;
import io.headwater.router.lane.BusSurroundings;
import io.headwater.router.lane.Supply;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Everything one router reads. All readings are of one make: records flow partition by partition to what is done with
 * them, a partition that cannot go on waits alone, and what is settled is committed with what is settled above.
 *
 * <p>To be used on the consumer's context.
 */
public final class Readings {
    private static final String NAME = "headwater-router";

    /* Bytes that Kafka's client keeps ready of each partition. Its own megabyte, of three for each backlog, is more than there is. */
    private static final int READY = 128 * 1024;
    private static final int MOST_READY = 512 * 1024;

    private final Vertx vertx;
    private final KafkaClients clients;
    private final LogAdmin admin;
    private final ConsumeConfig config;
    private final Undeliverable undeliverable;
    private final MeterRegistry meters;
    private final Reporting reporting;
    private final Map<String, ConsumeMeters> metersByKind = new HashMap<>();
    private final String self;
    private final Turn turn = new Turn();
    private final List<Reading> open = new ArrayList<>();
    /* Of the reading for everybody. */
    private final Behind behind = new Behind(BusSurroundings::now);
    private boolean called;

    Readings(
            Vertx vertx,
            KafkaClients clients,
            LogAdmin admin,
            ConsumeConfig config,
            Undeliverable undeliverable,
            MeterRegistry meters,
            Reporting reporting) {
        this.vertx = vertx;
        this.clients = clients;
        this.admin = admin;
        this.config = config;
        this.undeliverable = undeliverable;
        this.meters = meters;
        this.reporting = reporting;
        this.self = reporting.life();
    }

    /**
     * Joins a group and reads, from what the group has committed or else from the first record.
     *
     * @param kind the word that meters know the reading by
     * @param arrivals what is done with each record
     */
    public Future<Reading> open(String kind, String group, Set<String> topics, Arrivals arrivals) {
        String name = NAME + "-" + kind + "-" + self;
        /* Making Kafka's consumer takes too long for an event loop; it belongs to this context all the same. */
        return vertx.executeBlocking(() -> new LogConsumer(vertx, clients, name, group, ready(kind)))
                .compose(consumer -> read(consumer, group, topics, handling(kind, arrivals), behind(kind)));
    }

    private Behind behind(String kind) {
        return isForEverybody(kind) ? behind : new Behind(BusSurroundings::now);
    }

    /* There is one of it, and it is to have as many records as are taken at once while it is behind. */
    private static int ready(String kind) {
        return isForEverybody(kind) ? MOST_READY : READY;
    }

    /** Whether it is the reading of {@code hw.events} for all who do not ask for order. */
    static boolean isForEverybody(String kind) {
        return kind.equals("events");
    }

    private Handling handling(String kind, Arrivals arrivals) {
        Handling.Pace pace = new Handling.Pace() {
            @Override
            public long nanos() {
                return BusSurroundings.now();
            }

            @Override
            public void again() {
                Readings.this.again();
            }
        };
        return new Handling(self, arrivals, undeliverable, meters(kind), pace, turn);
    }

    private Future<Reading> read(LogConsumer consumer, String group, Set<String> topics, Handling handling, Behind of) {
        Intake intake = new Intake(valve(consumer), handling);
        Commits commits = new Commits(group, consumer, admin, intake, handling.meters(), reporting::report);
        EventReader reader = new EventReader(vertx, group, intake, commits, of, config.retryEvery());
        Reading reading = new Reading(
                vertx, consumer, intake, commits, reader, config.commitEvery().toMillis());
        open.add(reading);
        return consumer.subscribe(topics, reader).map(reading);
    }

    /** Commits what is settled by now and leaves the group, for good. */
    public Future<Void> close(Reading reading) {
        reading.stop();
        open.remove(reading);
        return reading.commitLast().transform(done -> reading.leave()).onComplete(left -> reading.end());
    }

    /** Lets everything go on that waited, when what happens now is over: a lane may say so while it is taking an event. */
    void again() {
        if (!called) {
            called = true;
            vertx.runOnContext(next -> advance());
        }
    }

    /** The lanes' supply: whoever refuses an event is asked again, and the reading for everybody may be behind. */
    Supply supply() {
        return new Supply() {
            @Override
            public void room() {
                again();
            }

            @Override
            public boolean isBehind() {
                return behind.isSo();
            }
        };
    }

    private void advance() {
        called = false;
        List.copyOf(open).forEach(Reading::advance);
    }

    /** The partitions read here now. */
    Set<TopicPartition> partitions() {
        return open.stream().flatMap(each -> each.partitions().stream()).collect(Collectors.toSet());
    }

    ConsumeMeters meters(String kind) {
        return metersByKind.computeIfAbsent(kind, each -> new ConsumeMeters(meters, each));
    }

    /** Takes nothing more; what is under way may still settle, and is committed by {@link #leave}. */
    void stop() {
        open.forEach(Reading::stop);
    }

    /** Commits what is settled by now, as far as there is time, and leaves all groups. */
    Future<Void> leave(long commitMillis) {
        List<Future<Void>> left = open.stream()
                .map(each -> each.commitLast()
                        .timeout(commitMillis, TimeUnit.MILLISECONDS)
                        .transform(done -> each.leave()))
                .toList();
        return Future.join(left).mapEmpty();
    }

    private static Intake.Valve valve(LogConsumer consumer) {
        return new Intake.Valve() {
            @Override
            public void pause(Set<TopicPartition> partitions) {
                consumer.pause(partitions);
            }

            @Override
            public void resume(Set<TopicPartition> partitions) {
                consumer.resume(partitions);
            }
        };
    }
}

package io.headwater.router.consume;

import io.headwater.kafka.LogConsumer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Some topics being read by one consumer group, for as long as it is open. Lives on the consumer's context. */
public final class Reading {
    private final Vertx vertx;
    private final LogConsumer consumer;
    private final Intake intake;
    private final Commits commits;
    private final EventReader reader;
    private final long ticks;

    Reading(Vertx vertx, LogConsumer consumer, Intake intake, Commits commits, EventReader reader, long commitEvery) {
        this.vertx = vertx;
        this.consumer = consumer;
        this.intake = intake;
        this.commits = commits;
        this.reader = reader;
        this.ticks = vertx.setPeriodic(commitEvery, tick -> tick());
    }

    private void tick() {
        intake.advance();
        commits.commit();
    }

    /** Whether the group has given it its partitions, be it none. */
    public boolean hasJoined() {
        return reader.hasJoined();
    }

    Set<TopicPartition> partitions() {
        return intake.partitions();
    }

    Map<TopicPartition, Long> safe() {
        return intake.safe();
    }

    void advance() {
        intake.advance();
        commits.commitIfAwaited();
    }

    /** Takes nothing more from the log; what is under way may still settle. */
    void stop() {
        vertx.cancelTimer(ticks);
        intake.stop();
    }

    Future<Void> commitLast() {
        return commits.commitLast();
    }

    /** Reads these topics from now on; what it reads of those it read before goes on. */
    Future<Void> subscribe(Set<String> topics) {
        return consumer.subscribe(topics, reader);
    }

    /** Has no partitions any more. */
    void end() {
        intake.revoked(intake.partitions());
    }

    /** Leaves the group. */
    Future<Void> leave() {
        return consumer.close();
    }
}

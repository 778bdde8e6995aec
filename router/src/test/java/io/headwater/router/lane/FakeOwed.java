package io.headwater.router.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.event.LoggedEvent;
import io.headwater.ledger.Fact;
import io.headwater.router.dead.DeadLetter;
import io.headwater.router.deliver.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An event owed to a lane, that remembers what became of it. What it writes is durable when told, or at once. */
final class FakeOwed implements Owed {
    private final LoggedEvent event;
    private final long consumedAt;
    private final Kafka kafka;
    private boolean waits;
    private String replay = "";
    private Standing standing = Standing.FRESH;
    private int settled;
    private final List<Fact.State> states = new ArrayList<>();
    private final List<Outcome> failures = new ArrayList<>();

    /** What became of the events, in order, and what is still being written. */
    static final class Kafka {
        final List<String> settled = new ArrayList<>();
        final List<Written> parked = new ArrayList<>();
        final List<Written> delayed = new ArrayList<>();
        final List<Buried> buried = new ArrayList<>();
        final List<Runnable> underWay = new ArrayList<>();
        boolean slow;

        void write(Runnable durable) {
            if (slow) {
                underWay.add(durable);
            } else {
                durable.run();
            }
        }

        /** Everything that is being written now is durable. */
        void acknowledge() {
            List<Runnable> now = List.copyOf(underWay);
            underWay.clear();
            now.forEach(Runnable::run);
        }
    }

    record Written(String id, Standing standing) {}

    record Buried(String id, DeadLetter letter) {}

    FakeOwed(LoggedEvent event, long consumedAt, Kafka kafka) {
        this.event = event;
        this.consumedAt = consumedAt;
        this.kafka = kafka;
    }

    FakeOwed waiting() {
        waits = true;
        return this;
    }

    FakeOwed replayed(String name) {
        waits = true;
        replay = name;
        return this;
    }

    FakeOwed standing(Standing at) {
        standing = at;
        return this;
    }

    String id() {
        return event.event().id();
    }

    int timesSettled() {
        return settled;
    }

    @Override
    public LoggedEvent event() {
        return event;
    }

    @Override
    public int weight() {
        return 10 + event.event().data().length();
    }

    @Override
    public long consumedAt() {
        return consumedAt;
    }

    @Override
    public Standing standing() {
        return standing;
    }

    @Override
    public boolean waits() {
        return waits;
    }

    @Override
    public String replay() {
        return replay;
    }

    @Override
    public void delivered(Fact.State state, int attempts, int status, Duration took) {
        states.add(state);
    }

    @Override
    public void firstTried(Duration sinceConsumed) {}

    @Override
    public void failed(Outcome outcome, int attempts, Duration took) {
        failures.add(outcome);
    }

    /** How it was delivered. */
    List<Fact.State> states() {
        return states;
    }

    /** How attempts of it failed, in order. */
    List<Outcome> failures() {
        return failures;
    }

    @Override
    public void bury(DeadLetter letter, Runnable durable) {
        kafka.write(() -> {
            kafka.buried.add(new Buried(id(), letter));
            durable.run();
        });
    }

    @Override
    public void park(Standing at, Runnable durable) {
        kafka.write(() -> {
            kafka.parked.add(new Written(id(), at));
            durable.run();
        });
    }

    @Override
    public void delay(Standing at, Runnable durable) {
        kafka.write(() -> {
            kafka.delayed.add(new Written(id(), at));
            durable.run();
        });
    }

    @Override
    public void settled() {
        settled++;
        assertThat(settled).as("%s is settled once", id()).isEqualTo(1);
        kafka.settled.add(id());
    }
}

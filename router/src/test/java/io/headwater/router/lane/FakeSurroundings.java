package io.headwater.router.lane;

import io.headwater.router.deliver.Attempt;
import io.headwater.router.deliver.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** A world in which time moves when told, and attempts are answered when told. */
final class FakeSurroundings implements Surroundings {
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::at));
    private final List<Sent> underWay = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private long nanos;
    private int rooms;

    private record Timer(long at, Runnable task) {}

    record Sent(Attempt attempt, Consumer<Outcome> answered, long at) {
        List<String> ids() {
            return attempt.events().stream().map(each -> each.event().id()).toList();
        }
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void after(Duration delay, Runnable task) {
        timers.add(new Timer(nanos + delay.toNanos(), task));
    }

    @Override
    public void send(Attempt attempt, Consumer<Outcome> answered) {
        Sent each = new Sent(attempt, answered, nanos);
        underWay.add(each);
        sent.add(each);
    }

    @Override
    public void room() {
        rooms++;
    }

    void advance(Duration by) {
        long until = nanos + by.toNanos();
        while (!timers.isEmpty() && timers.peek().at() <= until) {
            Timer next = timers.remove();
            nanos = Math.max(nanos, next.at());
            next.task().run();
        }
        nanos = until;
    }

    /** Answers the oldest attempt under way. */
    Sent answer(Outcome outcome) {
        Sent oldest = underWay.remove(0);
        oldest.answered().accept(outcome);
        return oldest;
    }

    List<Sent> underWay() {
        return List.copyOf(underWay);
    }

    /** Every attempt ever made, in order. */
    List<Sent> sent() {
        return List.copyOf(sent);
    }

    int rooms() {
        return rooms;
    }

    int timers() {
        return timers.size();
    }
}

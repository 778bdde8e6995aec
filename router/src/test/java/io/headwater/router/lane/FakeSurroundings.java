package io.headwater.router.lane;

import io.headwater.router.Events;
import io.headwater.router.deliver.Attempt;
import io.headwater.router.deliver.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/** A world in which time moves when told, and attempts are answered when told. */
final class FakeSurroundings implements Surroundings {
    private static final Duration TEN_MILLIS = Duration.ofMillis(10);

    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::at));
    private final List<Sent> underWay = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private long nanos;
    private Consumer<Sent> whenSent = sent -> {};
    private int rooms;
    private boolean more;

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
    public Instant instant() {
        return Events.ACCEPTED.plusNanos(nanos);
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
        whenSent.accept(each);
    }

    void whenSent(Consumer<Sent> task) {
        whenSent = task;
    }

    @Override
    public void room() {
        rooms++;
    }

    @Override
    public boolean moreComes() {
        return more;
    }

    void moreComes(boolean now) {
        more = now;
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
        Sent oldest = underWay.get(0);
        answer(oldest, outcome);
        return oldest;
    }

    void answer(Sent attempt, Outcome outcome) {
        underWay.remove(attempt);
        attempt.answered().accept(outcome);
    }

    /** Answers all attempts that are under way now, each by the events it carries. */
    void answerAll(Function<List<String>, Outcome> answers) {
        for (Sent each : underWay()) {
            answer(each, answers.apply(each.ids()));
        }
    }

    void answerAll(Outcome outcome) {
        answerAll(ids -> outcome);
    }

    /** Answers everything under way, and again every 10 ms, or every ten-thousandth of the time, for so long. */
    void answerFor(Duration time, Function<List<String>, Outcome> answers) {
        Duration step = time.dividedBy(10_000).compareTo(TEN_MILLIS) > 0 ? time.dividedBy(10_000) : TEN_MILLIS;
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
            answerAll(answers);
            advance(step);
        }
    }

    void answerFor(Duration time, Outcome outcome) {
        answerFor(time, ids -> outcome);
    }

    List<List<String>> sentIds() {
        return sent.stream().map(Sent::ids).toList();
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

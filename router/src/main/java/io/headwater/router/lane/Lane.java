package io.headwater.router.lane;

import io.headwater.event.LoggedEvent;
import io.headwater.router.dead.DeadLetter;
import io.headwater.router.deliver.Outcome;
import io.headwater.router.deliver.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * One destination's delivery inside one router: holds a bounded number of events, sends them in batches, and tries again
 * until each is delivered or a dead letter.
 * <pre>
 *   offer ─► queue ─► batch ─► attempt ─┬─ delivered ─► settled
 *    │                  ▲               ├─ transient, throttled, setup ─► waiting ─┐
 *    │                  └───────────────┼──────────────────────────────────────────┘
 *    │                                  └─ refused ─► halves, at last one event ─┐
 *    └─ cannot stand in the format ──────────────────────────────────────────────┴─► dead letter ─► settled
 * </pre>
 * A batch that waits for its next attempt holds no place among those in flight, so one that fails alone does not hold up
 * the others. While the destination as a whole fails, fresh batches go out one at a time, each after its step, to find
 * out whether it is back.
 *
 * <p>Lives on one thread, knows neither Vert.x nor Kafka.
 */
public final class Lane {
    private static final long NEVER = Long.MAX_VALUE;

    private final LaneSpec spec;
    private final Backoff backoff;
    private final Surroundings surroundings;
    private final LaneMeters meters;
    private final Clock clock;
    private final Room room;
    private final Pulse pulse;
    private final Queue queue;
    private final PriorityQueue<Batch> waiting = new PriorityQueue<>(Comparator.comparingLong(Batch::due));

    private int inFlight;
    private int dying;
    private long quietUntil;
    private long freshAfter;
    private long wakeAt = NEVER;
    private boolean stopped;
    private Optional<Runnable> whenStill = Optional.empty();

    public Lane(LaneSpec spec, Backoff backoff, Surroundings surroundings, LaneMeters meters, Clock clock) {
        this.spec = spec;
        this.backoff = backoff;
        this.surroundings = surroundings;
        this.meters = meters;
        this.clock = clock;
        this.room = new Room(spec);
        this.pulse = new Pulse(spec.destination());
        this.queue = new Queue(spec);
    }

    /** Takes an event, or returns false when the lane is full; {@link Surroundings#room} then says when to ask again. */
    public boolean offer(Owed owed) {
        if (stopped || !room.take(owed, surroundings.nanos())) {
            return false;
        }
        meters.owed();
        Optional<String> unfit = spec.format().refusal(owed.event().event());
        if (unfit.isPresent()) {
            bury(owed, letter(unfit.get(), Optional.empty(), 0), meters::unfit);
        } else {
            enqueue(owed);
        }
        return true;
    }

    /** Starts nothing more, but for what need not wait to fill; {@code still} is told when nothing is under way. */
    public void stop(Runnable still) {
        pump(true);
        stopped = true;
        whenStill = Optional.of(still);
        tellIfStill();
    }

    /* A batch that is not full leaves no sooner than everything that came together with it is here. */
    private void enqueue(Owed owed) {
        queue.add(owed);
        if (queue.fillsABatch()) {
            pump(false);
        } else {
            wakeLater(surroundings.nanos());
            observe();
        }
    }

    private void pump(boolean flush) {
        long now = surroundings.nanos();
        while (!stopped && inFlight < spec.inFlight() && now >= quietUntil) {
            Optional<Batch> next = due(now).or(() -> fresh(now, flush));
            if (next.isEmpty()) {
                break;
            }
            attempt(next.get(), now);
        }
        wakeLater(now);
        observe();
    }

    private void observe() {
        meters.state(room.events(), inFlight, pulse.setup());
    }

    private Optional<Batch> due(long now) {
        boolean due = !waiting.isEmpty() && waiting.peek().due() <= now;
        return due ? Optional.of(waiting.remove()) : Optional.empty();
    }

    private Optional<Batch> fresh(long now, boolean flush) {
        if (queue.isEmpty() || now < freshFrom()) {
            return Optional.empty();
        }
        boolean ready = flush || queue.fillsABatch() || queue.lingersUntil() <= now;
        if (!ready) {
            return Optional.empty();
        }
        if (pulse.struggling()) {
            freshAfter = now + backoff.wait(pulse.failures()).toNanos();
        }
        return Optional.of(queue.take());
    }

    private long freshFrom() {
        return pulse.struggling() ? freshAfter : 0;
    }

    private void attempt(Batch batch, long now) {
        if (batch.attemptsInAll() == 0) {
            batch.events().forEach(each -> meters.firstAttempt(Duration.ofNanos(now - each.consumedAt())));
        }
        inFlight++;
        surroundings.send(batch.nextAttempt(), outcome -> ended(batch, outcome, now));
    }

    private void ended(Batch batch, Outcome outcome, long sentAt) {
        inFlight--;
        meters.ended(outcome.reason());
        if (outcome instanceof Outcome.Delivered) {
            delivered(batch, sentAt);
        } else if (outcome instanceof Outcome.Refused refused) {
            refused(batch, refused);
        } else if (outcome instanceof Outcome.Throttled throttled) {
            throttled(batch, throttled.retryAfter());
        } else {
            failed(batch, outcome.reason());
        }
        pump(false);
        tellIfRoom();
        tellIfStill();
    }

    private void delivered(Batch batch, long sentAt) {
        pulse.delivered();
        Duration sinceAttempt = Duration.ofNanos(surroundings.nanos() - sentAt);
        Instant now = clock.instant();
        for (Owed each : batch.events()) {
            meters.delivered(sinceAttempt, sinceAccepted(each.event(), now));
            release(each);
        }
    }

    private void failed(Batch batch, Reason reason) {
        pulse.failed(reason, room.events());
        waiting.add(batch.dueAt(
                surroundings.nanos() + backoff.wait(batch.attempts()).toNanos()));
    }

    private void throttled(Batch batch, Duration retryAfter) {
        pulse.failed(Reason.ASKED_TO_WAIT, room.events());
        long until = surroundings.nanos()
                + backoff.asked(batch.attempts(), retryAfter).toNanos();
        quietUntil = Math.max(quietUntil, until);
        waiting.add(batch.dueAt(until));
    }

    private void refused(Batch batch, Outcome.Refused refused) {
        pulse.refused();
        if (pulse.refusesAll()) {
            failed(batch, Reason.REFUSES_ALL);
        } else if (batch.size() > 1) {
            batch.halves().forEach(half -> waiting.add(half.dueAt(surroundings.nanos())));
        } else {
            DeadLetter.Answered answer = new DeadLetter.Answered(refused.status(), refused.response());
            bury(
                    batch.events().get(0),
                    letter("the destination refused it", Optional.of(answer), batch.attemptsInAll()),
                    meters::refused);
        }
    }

    private void bury(Owed owed, DeadLetter letter, Runnable count) {
        dying++;
        owed.bury(letter, () -> {
            dying--;
            count.run();
            release(owed);
            pump(false);
            tellIfRoom();
            tellIfStill();
        });
    }

    private void release(Owed owed) {
        room.release(owed);
        owed.settled();
    }

    private DeadLetter letter(String reason, Optional<DeadLetter.Answered> answer, int attempts) {
        return new DeadLetter(spec.destination().tenant(), spec.destination().name(), reason, answer, attempts);
    }

    private void wakeLater(long now) {
        long next = nextWake();
        boolean free = inFlight < spec.inFlight() && !stopped;
        if (free && next < wakeAt) {
            wakeAt = next;
            surroundings.after(Duration.ofNanos(Math.max(0, next - now)), () -> wake(next));
        }
    }

    private long nextWake() {
        long retry = waiting.isEmpty() ? NEVER : waiting.peek().due();
        long fresh = queue.isEmpty() ? NEVER : Math.max(queue.lingersUntil(), freshFrom());
        return Math.max(quietUntil, Math.min(retry, fresh));
    }

    private void wake(long planned) {
        if (wakeAt == planned) {
            wakeAt = NEVER;
        }
        pump(false);
    }

    private void tellIfRoom() {
        if (room.refusedSince() && !stopped) {
            surroundings.room();
        }
    }

    private void tellIfStill() {
        if (stopped && inFlight == 0 && dying == 0) {
            whenStill.ifPresent(Runnable::run);
            whenStill = Optional.empty();
        }
    }

    private static Duration sinceAccepted(LoggedEvent event, Instant now) {
        return Duration.between(event.acceptance().acceptedAt(), now);
    }
}

package io.headwater.router.lane;

import io.headwater.config.RegionsConfig;
import io.headwater.router.deliver.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One destination's delivery inside one router: holds a bounded number of events, sends them in batches, and ends each as
 * delivered, parked, delayed or a dead letter.
 * <pre>
 *   offer ─┬─► queue ─► batch ─► attempt ─► {@link Aftermath} ─► settled
 *          │              ▲                    │
 *          │              └── waits its turn ◄─┤
 *          └─ full, down, paused, late ───────►└─► {@link Exits}: backlog, delay topic, dead letters ─► settled
 * </pre>
 * An event that waits for its next attempt holds no place among those in flight, so one that fails alone does not hold up
 * the others. While the destination as a whole fails, the breaker is open and one batch at a time finds out whether it is
 * back.
 *
 * <p>Lives on one thread, knows neither Vert.x nor Kafka.
 */
public final class Lane {
    /* How exactly the time in the lane is kept: a tenth more is possible. */
    private static final long TICKS = 10;

    private final LaneSpec spec;
    private final Surroundings surroundings;
    private final LaneMeters meters;
    private final Breaker breaker;
    private final Flow flow;
    private final Holdings holdings;
    private final Exits exits;
    private final Entrance entrance;
    private final Parker parker;
    private final Aftermath aftermath;
    private final Alarm alarm;

    private int turns;
    private long tickAt = Batch.NEVER;
    private boolean stopped;
    private Optional<Runnable> whenStill = Optional.empty();
    private Optional<Runnable> whenRetired = Optional.empty();

    /** @param memory of all lanes */
    Lane(LaneSpec spec, LaneMemory memory, Backoff backoff, Surroundings surroundings, LaneMeters meters) {
        this.spec = spec;
        this.surroundings = surroundings;
        this.meters = meters;
        this.breaker = new Breaker(spec.destination(), backoff);
        this.flow = new Flow(spec, breaker);
        this.holdings = new Holdings(spec, memory.holding(), surroundings::moreComes);
        this.exits = new Exits(spec, memory, holdings, meters, surroundings, this::turn);
        this.parker = new Parker(spec, breaker, holdings, exits);
        this.entrance = new Entrance(spec, breaker, flow, holdings, exits, parker);
        this.aftermath = new Aftermath(backoff, breaker, holdings, exits, parker);
        this.alarm = new Alarm(surroundings, () -> turn(this::tick));
    }

    /** Whether events that are pinned to this jurisdiction may be offered. */
    public boolean permits(String jurisdiction) {
        return RegionsConfig.agree(jurisdiction, spec.jurisdiction());
    }

    /**
     * Takes an event, to end it and then tell it {@link Owed#settled}; or returns false, and {@link Surroundings#room} says
     * when to ask again. False is said to an event that waits whenever it could not be sent soon, and to any other only while
     * too many are on their way to Kafka.
     */
    public boolean offer(Owed owed) {
        long now = surroundings.nanos();
        long left =
                Duration.between(surroundings.instant(), spec.deadline(owed)).toNanos();
        Held held = new Held(owed, spec.keepsInPlace(owed), now, now + left);
        if (!stopped && entrance.lets(owed, now)) {
            comeIn(held, now);
            return true;
        }
        if (!stopped && entrance.letsPass(owed)) {
            meters.owed();
            turn(() -> exits.park(held, parker.shut().orElse(Parking.FULL)));
            return true;
        }
        entrance.refused(owed);
        return false;
    }

    /** Sends nothing until {@link #resume}. What is under way ends; what comes is parked. */
    public void pause() {
        turn(() -> {
            breaker.pause();
            parker.sweep(surroundings.nanos());
        });
    }

    /** Sends again; a destination that was down is tried at once. */
    public void resume() {
        turn(() -> breaker.resume(surroundings.nanos()));
    }

    /** Makes everything it holds and is not under way a dead letter. */
    public void skip() {
        turn(() -> holdings.remove(all -> true)
                .forEach(each -> exits.bury(each, Burial.SKIPPED, "an operator skipped it", Optional.empty())));
    }

    public LaneState state() {
        String word = stopped ? "stopped" : parker.shut().map(Parking::label).orElse("open");
        boolean probes = breaker.isOpen() && !breaker.isPaused() && !stopped;
        long wait = Math.max(0, breaker.sendFrom() - surroundings.nanos());
        return new LaneState(
                word,
                breaker.isOpen() ? breaker.reason().label() : "",
                breaker.reason().mend(),
                held(),
                flow.inFlight(),
                flow.limit(),
                probes ? Optional.of(surroundings.instant().plusNanos(wait)) : Optional.empty());
    }

    /**
     * Sends nothing any more, since another lane takes its place or none: what it holds and what still comes is parked, for
     * that one to deliver. What is read again in its order it lets go of without a word.
     *
     * @param still is told when no attempt is under way
     */
    public void retire(Runnable still) {
        whenRetired = Optional.of(still);
        turn(() -> parker.retire(surroundings.nanos()));
    }

    /** Starts nothing more, but for what need not wait to fill; {@code still} is told when nothing is under way. */
    public void stop(Runnable still) {
        pump(true);
        stopped = true;
        exits.stop();
        whenStill = Optional.of(still);
        tellIfStill();
    }

    private void comeIn(Held held, long now) {
        meters.owed();
        Optional<String> unfit = spec.format().refusal(held.owed().event().event());
        if (unfit.isPresent()) {
            holdings.enter(held);
            turn(() -> exits.bury(held, Burial.UNFIT, unfit.get(), Optional.empty()));
        } else {
            enqueue(held, now);
        }
    }

    /* A batch that is not full leaves no sooner than everything that came together with it is here. */
    private void enqueue(Held held, long now) {
        tickAt = Math.min(tickAt, now + spec.lane().parkAfter().toNanos());
        boolean full = holdings.add(held);
        if (breaker.isOpen() && !held.owed().waits()) {
            turn(() -> holdings.probe(now).ifPresent(batch -> send(batch, now)));
        } else if (full) {
            pump(false);
        } else {
            wakeLater(now);
            observe();
        }
    }

    /* Whatever happens is a turn; one within another is part of it. What follows from it is seen to at the end. */
    private void turn(Runnable what) {
        turns++;
        try {
            what.run();
        } finally {
            turns--;
        }
        if (turns == 0) {
            pump(false);
            tellIfRoom();
            tellIfStill();
        }
    }

    private boolean mayStart() {
        return !stopped && !parker.isRetired();
    }

    private void pump(boolean flush) {
        long now = surroundings.nanos();
        while (mayStart() && flow.maySend(now)) {
            Optional<Batch> next =
                    breaker.isOpen() ? holdings.probe(now) : holdings.next(now, flush, breaker.newFrom());
            if (next.isEmpty()) {
                break;
            }
            send(next.get(), now);
        }
        wakeLater(now);
        observe();
    }

    private void send(Batch batch, long now) {
        Instant today = surroundings.instant();
        for (Held each : batch.events()) {
            if (!today.isAfter(spec.deadline(each.owed()))) {
                each.waitsForThem();
            }
            if (each.attempts() == 0 && each.owed().replay().isEmpty()) {
                Duration waited = Duration.ofNanos(now - each.owed().consumedAt());
                meters.firstAttempt(waited);
                each.owed().firstTried(waited);
            }
        }
        if (breaker.isOpen()) {
            meters.probe();
        }
        int underWay = flow.sent(batch, now);
        surroundings.send(batch.nextAttempt(), outcome -> turn(() -> ended(batch, outcome, now, underWay)));
    }

    private void ended(Batch batch, Outcome outcome, long sentAt, int underWay) {
        long now = surroundings.nanos();
        boolean wasOpen = breaker.isOpen();
        meters.ended(outcome.reason());
        flow.ended(outcome.reason(), sentAt, now, underWay);
        if (!(outcome instanceof Outcome.Delivered)) {
            Duration took = Duration.ofNanos(now - sentAt);
            batch.events().forEach(each -> each.owed().failed(outcome, each.attempts(), took));
        }
        aftermath.of(batch, outcome, sentAt, now);
        if (breaker.isOpen() && !wasOpen) {
            flow.restart();
        }
    }

    private void tick() {
        long now = surroundings.nanos();
        if (now >= tickAt) {
            parker.sweep(now);
            long every = spec.lane().parkAfter().toNanos() / TICKS;
            tickAt = holdings.events() > 0 ? now + every : Batch.NEVER;
        }
    }

    private void wakeLater(long now) {
        if (!stopped) {
            alarm.by(Math.min(tickAt, sendAt(now)), now);
        }
    }

    private long sendAt(long now) {
        if (!flow.hasPlace()) {
            return Batch.NEVER;
        }
        long ready = breaker.isOpen() ? holdings.probeReadyAt() : holdings.readyAt(breaker.newFrom());
        return Math.max(ready, flow.sendFrom(now));
    }

    private void observe() {
        boolean retired = parker.isRetired();
        LaneGauges.Part gauges = meters.gauges();
        gauges.memory(held(), flow.inFlight(), retired ? 0 : flow.limit());
        gauges.breaker(
                breaker.isOpen() && !retired, breaker.needsMending() && !retired, breaker.isPaused() && !retired);
    }

    private int held() {
        return holdings.events() + exits.underWay();
    }

    private void tellIfRoom() {
        if (!stopped && entrance.isWorthAsking(surroundings.nanos())) {
            surroundings.room();
        }
    }

    private void tellIfStill() {
        if (parker.isRetired() && flow.inFlight() == 0) {
            Optional<Runnable> told = whenRetired;
            whenRetired = Optional.empty();
            told.ifPresent(Runnable::run);
        }
        if (stopped && flow.inFlight() == 0 && exits.underWay() == 0) {
            whenStill.ifPresent(Runnable::run);
            whenStill = Optional.empty();
        }
    }
}

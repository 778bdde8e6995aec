package io.headwater.router.lane;

import io.headwater.router.dead.DeadLetter;
import io.headwater.router.deliver.Outcome;
import io.headwater.router.deliver.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the end of an attempt means for its batch.
 * <pre>
 *   delivered ─► settled
 *   refused ───► halves ─► … ─► one event ─► buried
 *   failed ────► a few quick tries ─┬─ others are delivered ─► halves ─► … ─► one event ─► delayed, at last buried
 *                                   └─ nothing is delivered ─► the breaker opens: parked, or kept for a probe
 * </pre>
 */
final class Aftermath {
    private final Backoff backoff;
    private final Breaker breaker;
    private final Holdings holdings;
    private final Exits exits;
    private final Parker parker;

    Aftermath(Backoff backoff, Breaker breaker, Holdings holdings, Exits exits, Parker parker) {
        this.backoff = backoff;
        this.breaker = breaker;
        this.holdings = holdings;
        this.exits = exits;
        this.parker = parker;
    }

    void of(Batch batch, Outcome outcome, long sentAt, long now) {
        if (outcome instanceof Outcome.Delivered delivered) {
            breaker.delivered(sentAt);
            exits.delivered(batch, delivered.status(), Duration.ofNanos(now - sentAt));
        } else if (outcome instanceof Outcome.Refused refused) {
            refused(batch, refused, now);
        } else if (outcome instanceof Outcome.Throttled throttled) {
            failed(batch, outcome.reason(), Optional.of(throttled.retryAfter()), now);
        } else {
            failed(batch, outcome.reason(), Optional.empty(), now);
        }
    }

    private void refused(Batch batch, Outcome.Refused refused, long now) {
        if (breaker.refused()) {
            failed(batch, Reason.REFUSES_ALL, Optional.empty(), now);
            return;
        }
        if (batch.size() > 1) {
            halve(batch, now);
        } else {
            DeadLetter.Answered answer = new DeadLetter.Answered(refused.status(), refused.response());
            exits.bury(batch.first(), Burial.REFUSED, "the destination refused it", Optional.of(answer));
        }
    }

    private void failed(Batch batch, Reason reason, Optional<Duration> asked, long now) {
        boolean setup = Breaker.isSetup(reason);
        boolean othersAreDelivered = batch.failsAlone() || breaker.provenSince(batch.since());
        boolean alone = othersAreDelivered && (!setup || failedSoBefore(batch, reason));
        batch.failed(reason.label(), now);
        breaker.failed();
        if (breaker.isOpen()) {
            failedWhileOpen(batch, reason, asked, now);
        } else if (!setup && !backoff.exhausted(batch.failures())) {
            tryAgain(batch, asked, now);
        } else if (!alone) {
            open(batch, reason, asked, now);
        } else if (isPace(reason)) {
            batch.forgive();
            tryAgain(batch, asked, now);
        } else {
            failedAlone(batch, now);
        }
    }

    private static boolean failedSoBefore(Batch batch, Reason reason) {
        return reason != Reason.REFUSES_ALL
                && batch.events().stream().allMatch(each -> each.reason().equals(reason.label()));
    }

    private void tryAgain(Batch batch, Optional<Duration> asked, long now) {
        long due = now + backoff.wait(Math.max(1, batch.failures()), asked).toNanos();
        if (asked.isPresent()) {
            breaker.restUntil(due);
        }
        parker.keep(batch, due, now);
    }

    private void open(Batch batch, Reason reason, Optional<Duration> asked, long now) {
        breaker.open(reason, asked, now);
        batch.forgive();
        holdings.forgive();
        parker.keep(batch, now, now);
        parker.sweep(now);
    }

    private void failedWhileOpen(Batch batch, Reason reason, Optional<Duration> asked, long now) {
        boolean probe = breaker.isProbe(batch);
        batch.forgive();
        if (probe) {
            breaker.probeFailed(batch, reason, asked, now);
        }
        if (probe && batch.size() > 1 && !Breaker.isSetup(reason) && !isPace(reason)) {
            halve(batch, now);
        } else {
            parker.keep(batch, now, now);
        }
    }

    private void failedAlone(Batch batch, long now) {
        batch.failedAlone(now);
        Held held = batch.first();
        if (batch.size() > 1) {
            halve(batch, now);
        } else if (backoff.expired(held.retried())) {
            exits.bury(held, Burial.EXPIRED, "tried for " + held.retried().toMinutes() + " minutes", Optional.empty());
        } else if (held.keepsInPlace()) {
            parker.keep(
                    batch,
                    now + backoff.wait(batch.failures(), Optional.empty()).toNanos(),
                    now);
        } else {
            exits.delay(held);
        }
    }

    /* Where order is kept, the second half goes when the first is settled. */
    private void halve(Batch batch, long now) {
        List<Batch> halves = batch.halves(now);
        if (batch.keepsInPlace()) {
            halves.get(0).leads(halves.get(1), batch.follower());
            parker.keep(halves.get(1), Batch.NEVER, now);
        } else {
            parker.keep(halves.get(1), now, now);
        }
        parker.keep(halves.get(0), now, now);
    }

    /** Whether the destination only wants to be sent less. */
    private static boolean isPace(Reason reason) {
        return reason == Reason.ASKED_TO_WAIT || reason == Reason.TOO_MANY;
    }
}

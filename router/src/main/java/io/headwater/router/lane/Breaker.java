package io.headwater.router.lane;

import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a destination is sent events, and from when. A delivery is the proof that it works, and forgets everything before.
 * Beside that, whoever operates it may pause it.
 * <pre>
 *   closed ─── quick tries have failed, nothing delivered since ───► open: down  ─┐ ◄─┐ a probe has failed:
 *    ▲  └───── setup failure, or twenty refusals in a row ─────────► open: setup ─┤ ──┘ the ladder's next step
 *    └───────────────────────────── a delivery ◄──────────────────────────────────┘
 * </pre>
 */
final class Breaker {
    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);
    /** From so many refusals in a row on, it is not this event or that one but how we deliver. */
    private static final int REFUSING_ALL = 20;
    /** From so many failures in a row on, batches that were not tried yet go one at a time. */
    private static final int TROUBLED = 3;
    /* Open again within this time is the same episode, and not said again. */
    private static final long EPISODE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final DestinationId destination;
    private final Backoff backoff;
    private boolean paused;
    private boolean open;
    private Reason reason = Reason.SUCCESS;
    private Optional<Batch> probe = Optional.empty();
    /** The ladder's step, as failures that lead there. */
    private int step;

    private long sendFrom;
    private long freshProbeFrom;
    private long newFrom;
    private int failures;
    private int refusals;
    /** When the latest attempt that was delivered had been sent. */
    private long provenAt = -1;

    private Optional<Long> saidAt = Optional.empty();

    Breaker(DestinationId destination, Backoff backoff) {
        this.destination = destination;
        this.backoff = backoff;
    }

    boolean isOpen() {
        return open;
    }

    /** Whether somebody wants nothing to be sent. */
    boolean isPaused() {
        return paused;
    }

    void pause() {
        paused = true;
    }

    /** Nothing is in the way any more; if the destination was down, the next probe goes at once and the ladder starts anew. */
    void resume(long now) {
        paused = false;
        if (open) {
            step = backoff.ladder();
            probeAt(now, now);
        }
    }

    /** Whether something must be mended before anything can be delivered. */
    boolean needsMending() {
        return open && isSetup(reason);
    }

    /** Why it is open; or {@link Reason#SUCCESS}. */
    Reason reason() {
        return reason;
    }

    /** When the next batch may go; while it is open, as a probe. */
    long sendFrom() {
        return paused ? Batch.NEVER : sendFrom;
    }

    /** When an event that has just come may go as a probe; sooner than one the lane has tried already. */
    long freshProbeFrom() {
        return paused ? Batch.NEVER : freshProbeFrom;
    }

    /** When the next batch that was not tried yet may go, while it is closed. */
    long newFrom() {
        return newFrom;
    }

    /** Whether an attempt was delivered that had been sent since then. */
    boolean provenSince(long nanos) {
        return provenAt >= nanos;
    }

    /** A batch is sent. */
    void sends(Batch batch, long now) {
        if (open) {
            probe = Optional.of(batch);
        } else if (failures >= TROUBLED && batch.failures() == 0) {
            newFrom = now + backoff.wait(1, Optional.empty()).toNanos();
        }
    }

    void delivered(long sentAt) {
        if (open) {
            LOG.info("{} takes events again", destination);
        }
        open = false;
        reason = Reason.SUCCESS;
        probe = Optional.empty();
        sendFrom = 0;
        newFrom = 0;
        failures = 0;
        refusals = 0;
        provenAt = Math.max(provenAt, sentAt);
    }

    /**
     * The destination refuses an event. Where that was a probe it does answer, and what comes next need not wait. Returns
     * whether it refuses everything.
     */
    boolean refused() {
        refusals++;
        return refusals >= REFUSING_ALL;
    }

    /** An attempt has failed, and the batch waits to be tried again. */
    void failed() {
        failures++;
    }

    /** The destination wants a rest, all of it. */
    void restUntil(long nanos) {
        sendFrom = Math.max(sendFrom, nanos);
    }

    void open(Reason why, Optional<Duration> asked, long now) {
        open = true;
        reason = why;
        step = backoff.ladder();
        long at = now + backoff.wait(step, asked).toNanos();
        probeAt(at, at);
        say(now);
    }

    boolean isProbe(Batch batch) {
        return probe.filter(each -> each == batch).isPresent();
    }

    /** The probe has failed: the ladder's next step. */
    void probeFailed(Batch batch, Reason why, Optional<Duration> asked, long now) {
        probe = Optional.empty();
        reason = why;
        step++;
        long at = now + backoff.wait(step, asked).toNanos();
        probeAt(at, batch.waits() ? at - (at - now) / 4 : at);
    }

    static boolean isSetup(Reason reason) {
        return reason.outcome().equals("setup");
    }

    private void probeAt(long any, long fresh) {
        sendFrom = any;
        freshProbeFrom = fresh;
    }

    private void say(long now) {
        boolean sameEpisode = saidAt.filter(at -> now - at < EPISODE_NANOS).isPresent();
        saidAt = Optional.of(now);
        if (sameEpisode) {
            return;
        }
        if (isSetup(reason)) {
            LOG.warn(
                    "{} cannot be delivered to ({}); its events wait in its backlog. {} (destinations.yaml)",
                    destination,
                    reason.label(),
                    reason.mend());
        } else {
            LOG.warn(
                    "{} does not take events ({}); they wait in its backlog, and one at a time goes out to see whether"
                            + " it is back (router.yaml retry.ladder)",
                    destination,
                    reason.label());
        }
    }
}

package io.headwater.router.lane;

import io.headwater.config.RegionsConfig;
import io.headwater.router.deliver.DestinationConfig;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Rate;
import io.headwater.router.deliver.format.Format;
import java.time.Duration;
import java.time.Instant;

/**
 * What one lane is to do.
 *
 * @param batchMax events in one request
 * @param lingerNanos how long an event may wait for a request to fill
 * @param inFlight attempts under way at once, at most
 * @param within how long after its acceptance an event is to be delivered
 * @param jurisdiction the one the destination is in, or {@link RegionsConfig#ANY}
 * @param ordered whether events of one key go out one after the other
 */
public record LaneSpec(
        DestinationId destination,
        LaneConfig lane,
        int batchMax,
        long lingerNanos,
        int inFlight,
        Rate rate,
        Duration within,
        boolean ordered,
        Format format,
        String jurisdiction) {

    /* Of the time there is for an event, so much at most is spent on waiting for others. */
    private static final int FILL_SHARE = 20;
    /* A lane has room for as many requests that fill. */
    private static final int FILLING = 4;

    public static LaneSpec of(DestinationConfig destination, LaneConfig lane) {
        Format format = destination.events();
        return new LaneSpec(
                destination.id(),
                lane,
                Math.min(destination.batch().max(), format.mostEvents()),
                destination.batch().linger().toNanos(),
                destination.inFlight(),
                destination.rateLimit(),
                destination.objective().within(),
                destination.isOrdered(),
                format,
                destination.jurisdiction());
    }

    /** When the event's objective ends. */
    public Instant deadline(Owed owed) {
        return owed.event().acceptance().acceptedAt().plus(within);
    }

    /**
     * How long an event may wait for a request to fill.
     *
     * @param more whether more events are about to come, of which some may be for this lane
     */
    long lingerNanos(boolean more) {
        boolean fills = more && !ordered && fillsEasily();
        return fills
                ? Math.max(lingerNanos, Math.min(lane.fill().toNanos(), within.toNanos() / FILL_SHARE))
                : lingerNanos;
    }

    private boolean fillsEasily() {
        LaneConfig.Capacity capacity = lane.capacity();
        return capacity.events() / FILLING >= batchMax
                && capacity.bytes().bytes() / FILLING >= lane.request().bytes();
    }

    /** Whether this event is sent before those of the other kind: fresh before backlog, or, where order is kept, all but replays. */
    boolean goesFirst(Owed owed) {
        return ordered ? owed.waits() && owed.replay().isEmpty() : !owed.waits();
    }

    /** Whether this event is tried again where it is, since its place among its key's events counts. */
    boolean keepsInPlace(Owed owed) {
        return ordered && owed.waits();
    }
}

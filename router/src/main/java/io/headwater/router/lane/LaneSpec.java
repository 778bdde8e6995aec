package io.headwater.router.lane;

import io.headwater.router.deliver.DestinationConfig;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.format.Format;

/**
 * What one lane is to do.
 *
 * @param batchMax events in one request
 * @param lingerNanos how long an event may wait for a request to fill
 * @param requestBytes event data in one request; a larger event travels alone
 * @param inFlight attempts under way at once
 */
public record LaneSpec(
        DestinationId destination,
        LaneConfig.Capacity capacity,
        int batchMax,
        long lingerNanos,
        long requestBytes,
        int inFlight,
        Format format) {

    public static LaneSpec of(DestinationConfig destination, LaneConfig lane) {
        Format format = destination.events();
        return new LaneSpec(
                destination.id(),
                lane.capacity(),
                Math.min(destination.batch().max(), format.mostEvents()),
                destination.batch().linger().toNanos(),
                lane.request().bytes(),
                destination.inFlight(),
                format);
    }
}

package io.headwater.collector.admit;

import static io.headwater.config.Checks.check;

import io.headwater.config.Size;
import java.time.Duration;

/**
 * How much may be under way in one collector ({@code admission} in collector.yaml).
 *
 * @param inFlightBytes request bodies held at once
 * @param inFlightRequests the most requests that ever wait for the forwarder at once
 * @param leastRequests as many are always let wait, however slow its answers are
 * @param easeWithin answers that come within this never lower the limit
 * @param lateAfter while the turns of an event loop keep taking longer, more is refused on it; zero: never for that
 * @param headroom the part of each limit that is kept for sources below their fair share
 */
public record AdmissionConfig(
        Size inFlightBytes,
        int inFlightRequests,
        int leastRequests,
        Duration easeWithin,
        Duration lateAfter,
        double headroom) {
    public AdmissionConfig {
        check(inFlightBytes.bytes() >= 1 << 20, "admission.inFlightBytes", "must be at least 1MiB", inFlightBytes);
        check(inFlightRequests >= 1, "admission.inFlightRequests", "must be at least 1", inFlightRequests);
        check(
                leastRequests >= 1 && leastRequests <= inFlightRequests,
                "admission.leastRequests",
                "must be 1 to admission.inFlightRequests (" + inFlightRequests + ")",
                leastRequests);
        check(
                easeWithin.toMillis() >= 1 && easeWithin.toMillis() <= 1_000,
                "admission.easeWithin",
                "must be 1ms to 1s",
                easeWithin.toMillis() + "ms");
        boolean never = lateAfter.isZero();
        check(
                never || (lateAfter.toMillis() >= 10 && lateAfter.toMillis() <= 10_000),
                "admission.lateAfter",
                "must be 10ms to 10s, or 0s for never",
                lateAfter.toMillis() + "ms");
        check(headroom >= 0 && headroom <= 0.4, "admission.headroom", "must be 0 to 0.4", headroom);
    }
}

package io.headwater.collector.admit;

import static io.headwater.config.Checks.check;

import io.headwater.config.Size;

/**
 * How much may be under way in one collector ({@code admission} in collector.yaml).
 *
 * @param inFlightBytes request bodies held at once
 * @param inFlightRequests requests waiting for the forwarder at once
 */
public record AdmissionConfig(Size inFlightBytes, int inFlightRequests) {
    public AdmissionConfig {
        check(inFlightBytes.bytes() >= 1 << 20, "admission.inFlightBytes", "must be at least 1MiB", inFlightBytes);
        check(inFlightRequests >= 1, "admission.inFlightRequests", "must be at least 1", inFlightRequests);
    }
}

package io.headwater.router.route;

import io.headwater.event.SourceId;

/**
 * Leads a source's events to a destination of the same tenant ({@code routes} in {@code destinations.yaml}).
 *
 * @param from {@code tenant/source}
 * @param to the destination's name
 */
public record Route(String from, String to) {

    /** Fails with {@link IllegalArgumentException} where {@code from} is not of that form. */
    public SourceId source() {
        return SourceId.parse(from);
    }
}

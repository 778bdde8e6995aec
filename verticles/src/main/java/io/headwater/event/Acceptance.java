package io.headwater.event;

import java.time.Instant;

/**
 * What the events of one request share.
 *
 * @param acceptedAt the edge's clock when the request was complete; lag and objectives count from here
 * @param traceparent W3C trace context of the request, or empty
 */
public record Acceptance(Origin origin, Instant acceptedAt, String traceparent) {}

package io.headwater.collector.dialect;

import io.headwater.event.Event;
import io.headwater.event.Rejection;
import java.util.List;

/**
 * What a dialect found in one request.
 *
 * @param batch false when the request is one single event, so that a bad one is an error of the request
 * @param writeKey the key the body itself carries, or empty
 * @param ignored attributes of a wrong type that were left in the data and otherwise ignored
 */
public record Decoded(List<Event> events, List<Rejection> rejections, boolean batch, String writeKey, int ignored) {
    public Decoded {
        events = List.copyOf(events);
        rejections = List.copyOf(rejections);
    }
}

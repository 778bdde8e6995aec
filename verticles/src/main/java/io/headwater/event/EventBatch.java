package io.headwater.event;

import java.util.List;

/** The events of one request on their way to the log, and those that were rejected alone, both in their order. */
public record EventBatch(Acceptance acceptance, List<Event> events, List<Rejection> rejections) {
    public EventBatch {
        events = List.copyOf(events);
        rejections = List.copyOf(rejections);
    }

    /** The place among the request's events, the rejected ones counted, of event {@code i} of this batch. */
    public int place(int i) {
        int place = i;
        for (Rejection rejection : rejections) {
            if (rejection.index() > place) {
                break;
            }
            place++;
        }
        return place;
    }

    /** How many records the log receives for this batch. */
    public int size() {
        return events.size() + rejections.size();
    }
}

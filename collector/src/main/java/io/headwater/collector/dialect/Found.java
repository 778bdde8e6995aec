package io.headwater.collector.dialect;

import io.headwater.event.Event;
import io.headwater.event.EventData;
import io.headwater.event.Rejection;
import java.util.ArrayList;
import java.util.List;

/** Collects a request's events and rejections in their order. */
public final class Found {
    private final List<Event> events = new ArrayList<>();
    private final List<Rejection> rejections = new ArrayList<>(0);
    private final int limit;
    private int ignored;

    Found(int limit) {
        this.limit = limit;
    }

    void accept(Event event) throws Malformed {
        next();
        events.add(event);
    }

    void reject(Fault fault, String reason, EventData data) throws Malformed {
        rejections.add(new Rejection(next(), fault.code(), reason, data));
    }

    /** How many there are, the bad ones counted. */
    public int size() {
        return events.size() + rejections.size();
    }

    private int next() throws Malformed {
        int index = size();
        if (index >= limit) {
            throw Malformed.tooMuch("the body holds more than limits.events=" + limit + ". Send smaller batches");
        }
        return index;
    }

    public void ignored(int count) {
        ignored += count;
    }

    public Decoded batch(String writeKey) {
        return new Decoded(events, rejections, true, writeKey, ignored);
    }

    public Decoded single(String writeKey) {
        return new Decoded(events, rejections, false, writeKey, ignored);
    }
}

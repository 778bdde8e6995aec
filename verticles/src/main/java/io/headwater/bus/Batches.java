package io.headwater.bus;

import io.headwater.event.EventBatch;
import java.util.List;

/** The batches of one turn of an event loop, on their way to the forwarder in one message. */
public record Batches(List<EventBatch> all) {
    public Batches {
        all = List.copyOf(all);
    }
}

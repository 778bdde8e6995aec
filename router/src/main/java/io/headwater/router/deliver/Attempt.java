package io.headwater.router.deliver;

import io.headwater.event.LoggedEvent;
import java.util.List;

/**
 * One try at delivering a batch. The same events in the same order on every attempt of a batch.
 *
 * @param number of this attempt of this batch, from 1
 * @param replay names the replay all of them belong to; empty for what is delivered the first time
 */
public record Attempt(List<LoggedEvent> events, int number, String replay) {
    public Attempt {
        events = List.copyOf(events);
    }
}

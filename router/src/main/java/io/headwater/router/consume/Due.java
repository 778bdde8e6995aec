package io.headwater.router.consume;

import java.time.Clock;

/** A passage that begins when its time has come.
 *
 * @param at milliseconds of the time of day
 */
record Due(long at, Clock clock, Passage passage) implements Passage {
    @Override
    public boolean advance(Runnable settled) {
        return clock.millis() >= at && passage.advance(settled);
    }
}

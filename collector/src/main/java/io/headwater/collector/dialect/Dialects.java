package io.headwater.collector.dialect;

import io.headwater.event.UuidV7;
import java.time.Clock;
import java.util.List;

/** Every dialect this collector speaks, the busiest first. */
public final class Dialects {
    private Dialects() {}

    public static List<Dialect> all(Limits limits, Clock clock) {
        EventCheck check = new EventCheck(limits, new UuidV7(clock));
        return List.of(new NativeDialect(check), new SegmentDialect(check));
    }
}

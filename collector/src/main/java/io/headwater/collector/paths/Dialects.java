package io.headwater.collector.paths;

import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Limits;
import io.headwater.collector.dialect.headwater.BeaconDialect;
import io.headwater.collector.dialect.headwater.NativeDialect;
import io.headwater.collector.dialect.segment.RudderStackDialect;
import io.headwater.collector.dialect.segment.SegmentDialect;
import io.headwater.event.UuidV7;
import java.time.Clock;
import java.util.List;

/** Every dialect this collector speaks. Where several share a path, the first answers until the request tells. */
public final class Dialects {
    private Dialects() {}

    public static List<Dialect> all(Limits limits, Clock clock) {
        EventCheck check = new EventCheck(limits, new UuidV7(clock));
        return List.of(
                new NativeDialect(check),
                new BeaconDialect(check),
                new SegmentDialect(check),
                new RudderStackDialect(check));
    }
}

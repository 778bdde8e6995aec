package io.headwater.router.consume;

import io.headwater.router.deliver.DestinationId;
import io.headwater.router.lane.Lane;
import java.util.Map;

/** How operators reach into what is read. */
public interface Operated {

    /** These lanes are open, on the current context, and those that are new have got nothing yet. */
    void opened(Map<DestinationId, Lane> lanes);

    /** Whether what was appended to the log at this moment, in milliseconds since 1970, is not to be delivered any more. */
    boolean skips(DestinationId destination, long appendedAt);
}

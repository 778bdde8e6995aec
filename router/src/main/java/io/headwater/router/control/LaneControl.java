package io.headwater.router.control;

import io.headwater.router.deliver.DestinationId;

/** What can be done to the lanes of this router, on their own thread. */
interface LaneControl {
    void pause(DestinationId destination);

    /** Lets it deliver again, and sees at once whether it can. */
    void resume(DestinationId destination);

    /** Makes dead letters of what the lane holds and has not under way. */
    void skip(DestinationId destination);
}

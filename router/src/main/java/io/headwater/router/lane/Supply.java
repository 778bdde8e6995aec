package io.headwater.router.lane;

/** Where a lane's events come from. */
public interface Supply {

    /** The lane has room again after it had refused an event. */
    void room();

    /** Whether it is behind: as much as could be taken at once was there, and more is right behind. */
    boolean isBehind();
}

package io.headwater.router.lane;

/** Why an event is parked. */
enum Parking {
    FULL("full", true, "the lane is full (router.yaml lane.capacity, lane.heap; destinations.yaml inFlight)"),
    LATE("late", true, "they were in the lane for longer than lane.parkAfter (destinations.yaml inFlight)"),
    DOWN("down", true, "the destination takes no events"),
    SETUP("setup", true, "something must be mended at the destination"),
    PAUSED("paused", false, "the destination is paused"),
    RETIRED("retired", false, "destinations.yaml has another destination of that name now, or none");

    private final String label;
    private final boolean theirs;
    private final String sentence;

    Parking(String label, boolean theirs, String sentence) {
        this.label = label;
        this.theirs = theirs;
        this.sentence = sentence;
    }

    String label() {
        return label;
    }

    /** Whether it is the destination that does not take events as they come; else it is us. */
    boolean isTheirs() {
        return theirs;
    }

    String sentence() {
        return sentence;
    }
}

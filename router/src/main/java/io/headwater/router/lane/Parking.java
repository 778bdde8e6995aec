package io.headwater.router.lane;

/** Why an event is parked. */
enum Parking {
    FULL("full", "the lane is full (router.yaml lane.capacity, destinations.yaml inFlight)"),
    LATE("late", "they were in the lane for longer than lane.parkAfter (destinations.yaml inFlight)"),
    DOWN("down", "the destination takes no events"),
    SETUP("setup", "something must be mended at the destination"),
    PAUSED("paused", "the destination is paused");

    private final String label;
    private final String sentence;

    Parking(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    String label() {
        return label;
    }

    String sentence() {
        return sentence;
    }
}

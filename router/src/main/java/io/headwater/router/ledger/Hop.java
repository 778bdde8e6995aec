package io.headwater.router.ledger;

/** Where on its way an event was lost. */
public enum Hop {
    TRANSIT("transit", "acknowledged by an edge, and not in Kafka when its partition was read"),
    ROUTE("route", "read, and given to nobody"),
    DELIVERY("delivery", "owed to a destination, and let go without an end");

    private final String label;
    private final String sentence;

    Hop(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    public String label() {
        return label;
    }

    public String sentence() {
        return sentence;
    }
}

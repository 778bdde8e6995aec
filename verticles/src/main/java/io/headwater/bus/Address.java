package io.headwater.bus;

/** The event bus addresses, in the event's order. Each takes requests only, and each reply means done. */
public final class Address {
    private Address() {}

    /** Takes an {@code EventBatch}; the reply, {@link Forwarded}, means it is durable. */
    public static String forward(String region) {
        return "forward." + region;
    }

    /** Takes one delivery attempt for a destination; the reply is its outcome. */
    public static String deliver(String tenant, String destination) {
        return "deliver." + tenant + "/" + destination;
    }
}

package io.headwater.bus;

/** The event bus addresses, in the event's order. Each takes requests only, and each reply means done. */
public final class Address {
    private Address() {}

    /** Takes {@link Batches} from the same process; the replies, {@link Progress}, say of each that it is durable. */
    public static String forward(String region) {
        return "forward." + region;
    }

    /** Takes an {@code EventBatch}, at one forwarder of those that collectors share; the reply, {@link Forwarded}, means it is durable. */
    public static String forwarder(String region, String node) {
        return forward(region) + "." + node;
    }

    /** Answers, with nothing, whoever wants to know whether that forwarder can be reached. */
    public static String ping(String region, String node) {
        return forwarder(region, node) + ".ping";
    }

    /** Takes one delivery attempt for a destination; the reply is its outcome. */
    public static String deliver(String tenant, String destination) {
        return "deliver." + tenant + "/" + destination;
    }
}

package io.headwater.kafka;

/**
 * What {@code hw.events} really is.
 *
 * @param replicas the fewest copies any of its partitions has
 */
public record TopicFacts(int replicas) {

    /** The word for {@code Headwater-Durability}: where an acknowledged event is durable. */
    public String durability() {
        return replicas > 1 ? "kafka" : "kafka-unreplicated";
    }
}

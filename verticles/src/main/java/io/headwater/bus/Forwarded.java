package io.headwater.bus;

import io.headwater.event.Rejection;
import java.util.List;

/**
 * The forwarder's word that a batch is durable.
 *
 * @param durability where it is durable: {@code kafka}, {@code kafka-unreplicated} where the topic has one replica, or
 *     {@code spool} where any of it is in the spool
 * @param refused events that Kafka refused for themselves (too large for the topic), now among the rejected
 */
public record Forwarded(String durability, List<Rejection> refused) {
    public Forwarded {
        refused = List.copyOf(refused);
    }
}

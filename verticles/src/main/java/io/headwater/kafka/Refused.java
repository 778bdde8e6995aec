package io.headwater.kafka;

/** A record that Kafka refused for itself; sending it again would not help. {@code index} is its place in the append. */
public record Refused(int index, String reason) {}

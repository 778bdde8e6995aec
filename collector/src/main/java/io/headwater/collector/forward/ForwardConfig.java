package io.headwater.collector.forward;

import java.time.Duration;

/**
 * How batches are made durable ({@code forward} in collector.yaml).
 *
 * @param timeout for the forwarder's answer on the event bus
 */
public record ForwardConfig(Duration timeout, BreakerConfig breaker, DrainConfig drain) {}

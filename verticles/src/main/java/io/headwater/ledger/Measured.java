package io.headwater.ledger;

/**
 * How long some events took for one hop of their way.
 *
 * @param minute in which it was measured, counted from 1970
 * @param destination {@code tenant/name}; empty for what leads to none yet
 */
public record Measured(long minute, String hop, String destination, LagHistogram times) {}

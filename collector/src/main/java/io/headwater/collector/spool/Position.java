package io.headwater.collector.spool;

/**
 * How far the spool is drained.
 *
 * @param drained everything numbered below is in Kafka or quarantined
 * @param next the number after the last that was durable when this was written; numbers never go back below it
 */
record Position(long drained, long next) {}

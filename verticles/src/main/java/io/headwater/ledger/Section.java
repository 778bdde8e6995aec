package io.headwater.ledger;

/**
 * One thing a report tells of some numbers of its line.
 *
 * @param about the destination it is about, {@code tenant/name}, or empty
 */
public record Section(Stage stage, String about, Column column) {}

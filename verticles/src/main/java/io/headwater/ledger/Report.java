package io.headwater.ledger;

/** One record of {@code hw.ledger}. */
public sealed interface Report permits LineReport, EdgeReport, RouterReport {

    /** The record's key. */
    String key();
}

package io.headwater.collector.admit;

/** How a request's wait for the forwarder ended. */
public enum Ending {
    /** Everything of it is durable: how long that took tells how full the way is. */
    DURABLE,
    /** No answer came in time. */
    LATE,
    /** It was refused, or had nothing to make durable: that tells nothing of how full the way is. */
    UNTIMED
}

package io.headwater.collector.admit;

/** What comes of asking for room. */
public enum Verdict {
    /** There is room. */
    ADMITTED,
    /** The source that asks is the reason: it holds more than its fair share while others need theirs. */
    OVER_SHARE,
    /** The collector is the reason: it is full for everybody. */
    FULL
}

package io.headwater.router.duplicates;

/** What an event is, seen from the events before it in its partition. */
public enum Verdict {
    /** Its id was not seen within the window. */
    FRESH,
    /** The same event, data and all, stands before it. */
    DUPLICATE,
    /** Its id was seen, with other data. */
    REUSED
}

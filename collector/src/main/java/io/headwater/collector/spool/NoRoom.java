package io.headwater.collector.spool;

/** The spool may not take more of the disk, or there is no more of it. */
final class NoRoom extends Exception {
    private static final long serialVersionUID = 1L;

    NoRoom(String message) {
        super(message, null, false, false); // an answer, wherever it was given
    }
}

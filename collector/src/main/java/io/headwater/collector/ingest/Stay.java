package io.headwater.collector.ingest;

import io.headwater.collector.admit.Admission;
import io.headwater.collector.admit.Ending;
import io.headwater.collector.admit.Part;

/** The place of one request among those under way, given back once. */
final class Stay {
    private final Admission admission;
    private final Part part;
    private final long enteredNanos;
    private boolean left;

    /** @param part in which the place was taken just now */
    Stay(Admission admission, Part part) {
        this.admission = admission;
        this.part = part;
        this.enteredNanos = admission.now();
    }

    /** Gives it back, unless it was. */
    void leave(Ending ending) {
        if (!left) {
            left = true;
            admission.leave(part, enteredNanos, ending);
        }
    }
}

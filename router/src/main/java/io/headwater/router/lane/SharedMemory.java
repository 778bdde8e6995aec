package io.headwater.router.lane;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes all lanes of a router hold together, so that many slow destinations at once take no more memory than there is.
 *
 * <pre>
 *   0                        open        most
 *   |-- whichever comes first --| fair share |
 *                                which holds no more than most / holders
 * </pre>
 *
 * The holders are the lanes that hold something now, and count as two where there are fewer. A lane that holds nothing takes any event,
 * and so never waits for another: what it holds leaves, and then it is asked again. Used by one thread; read by any.
 */
final class SharedMemory {
    private static final int FAIR_SHARE = 8;

    private final long most;
    private final long open;
    private final AtomicLong held = new AtomicLong();
    private int holders;

    /** @param most bytes */
    SharedMemory(long most) {
        this.most = most;
        this.open = most - most / FAIR_SHARE;
    }

    long most() {
        return most;
    }

    long held() {
        return held.get();
    }

    /** What one more lane holds of it, which is nothing yet. */
    Part part() {
        return new Part();
    }

    /** What one lane holds. */
    final class Part {
        private long own;

        long bytes() {
            return own;
        }

        /** Whether so many bytes more may come in. */
        boolean fits(long bytes) {
            long total = held.get() + bytes;
            return own == 0 || total <= open || (total <= most && own + bytes <= most / Math.max(2, holders));
        }

        void add(long bytes) {
            change(bytes);
        }

        void subtract(long bytes) {
            change(-bytes);
        }

        private void change(long bytes) {
            holders -= own > 0 ? 1 : 0;
            own += bytes;
            holders += own > 0 ? 1 : 0;
            held.addAndGet(bytes);
        }
    }
}

package io.headwater.collector.admit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what this collector holds, over all its event loops, and says no before it holds too much. */
public final class InFlight {
    private final AdmissionConfig config;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger requests = new AtomicInteger();

    public InFlight(AdmissionConfig config) {
        this.config = config;
    }

    /** Takes a place for one request; false when all are taken. Each taken place is given back by {@link #leave}. */
    public boolean enter() {
        if (requests.incrementAndGet() > config.inFlightRequests()) {
            requests.decrementAndGet();
            return false;
        }
        return true;
    }

    public void leave() {
        requests.decrementAndGet();
    }

    /** Holds {@code count} bytes more; false, holding none of them, when that is too much. */
    public boolean hold(long count) {
        if (bytes.addAndGet(count) > config.inFlightBytes().bytes()) {
            bytes.addAndGet(-count);
            return false;
        }
        return true;
    }

    public void release(long count) {
        bytes.addAndGet(-count);
    }

    public long bytes() {
        return bytes.get();
    }

    public int requests() {
        return requests.get();
    }
}

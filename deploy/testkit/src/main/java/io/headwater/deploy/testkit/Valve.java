package io.headwater.deploy.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What every byte of a proxy waits at: open, slow, or shut, and changed while others wait. */
final class Valve {
    private boolean open = true;
    private Duration delay = Duration.ZERO;

    synchronized void open(Duration holdingFor) {
        open = true;
        delay = holdingFor;
        notifyAll();
    }

    synchronized void shut() {
        open = false;
        notifyAll();
    }

    /** Wakes those whose reason to wait may be gone. */
    synchronized void lookAgain() {
        notifyAll();
    }

    /** Waits until the delay since now is over and the valve is open; false where the wait has lost its purpose. */
    synchronized boolean pass(BooleanSupplier stillWanted) throws InterruptedException {
        long since = System.nanoTime();
        while (stillWanted.getAsBoolean()) {
            long left = delay.toNanos() - (System.nanoTime() - since);
            if (open && left <= 0) {
                return true;
            }
            wait(open ? TimeUnit.NANOSECONDS.toMillis(left) + 1 : 0);
        }
        return false;
    }
}

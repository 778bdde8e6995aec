package io.headwater.router.consume;

import java.util.Optional;

/**
 * Of all partitions a router reads, the one that may have an event announced: when the process ends, that event and no other
 * is suspected. It passes to another partition only once a commit says that nothing is announced any more. Lives on the
 * consumer's context.
 */
final class Turn {
    private Optional<Guard> whose = Optional.empty();
    private boolean wanted;

    /** Whether it is this one's turn, now or already. */
    boolean take(Guard guard, long now) {
        whose.filter(holder -> holder != guard).ifPresent(holder -> holder.look(now));
        if (whose.isEmpty()) {
            whose = Optional.of(guard);
        }
        boolean taken = isOf(guard);
        wanted |= !taken;
        return taken;
    }

    /** Gives it back, if it is this one's; whether another waits for it. */
    boolean pass(Guard guard) {
        boolean awaited = isOf(guard) && wanted;
        if (isOf(guard)) {
            whose = Optional.empty();
            wanted = false;
        }
        return awaited;
    }

    /** Whether others wait for this one to give it back. */
    boolean isAwaitedOf(Guard guard) {
        return wanted && isOf(guard);
    }

    private boolean isOf(Guard guard) {
        return whose.filter(holder -> holder == guard).isPresent();
    }
}

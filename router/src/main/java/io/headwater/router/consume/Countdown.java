package io.headwater.router.consume;

/** Runs a task when the last of several things is done. Lives on one thread. */
final class Countdown {
    private final Runnable task;
    private int open;

    Countdown(int things, Runnable task) {
        this.open = things;
        this.task = task;
    }

    void one() {
        open--;
        if (open == 0) {
            task.run();
        }
    }
}

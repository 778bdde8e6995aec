package io.headwater.deploy.testkit;

import java.util.function.Consumer;

/**
 * What happens at the failpoints of a process under test, by system property {@code headwater.failpoint}: {@code STAGE:halt}
 * ends the process as a power switch would when it first comes to the stage, {@code STAGE:halt:N} the N-th time.
 */
public final class FailpointSwitch implements Consumer<String> {
    /** The exit code of a process that came to its failpoint. */
    public static final int HALTED = 137;

    private final String stage;
    private int left;

    public FailpointSwitch() {
        String[] parts = System.getProperty("headwater.failpoint", "").split(":", -1);
        this.stage = parts[0];
        this.left = parts.length > 2 ? Integer.parseInt(parts[2]) : 1;
    }

    @Override
    public synchronized void accept(String reached) {
        if (reached.equals(stage) && --left == 0) {
            Runtime.getRuntime().halt(HALTED);
        }
    }
}

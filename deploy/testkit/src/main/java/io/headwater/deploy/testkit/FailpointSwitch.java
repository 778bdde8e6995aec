package io.headwater.deploy.testkit;

import java.util.function.Predicate;

/**
 * What happens at the failpoints of a process under test, by system property {@code headwater.failpoint}: {@code STAGE:halt}
 * ends the process as a power switch would when it first comes to the stage, {@code STAGE:halt:N} the N-th time;
 * {@code STAGE:lie:N} has it do wrong there each N-th time.
 */
public final class FailpointSwitch implements Predicate<String> {
    /** The exit code of a process that came to its failpoint. */
    public static final int HALTED = 137;

    private final String stage;
    private final boolean lies;
    private final int every;
    private int left;

    public FailpointSwitch() {
        String[] parts = System.getProperty("headwater.failpoint", "").split(":", -1);
        this.stage = parts[0];
        this.lies = parts.length > 1 && parts[1].equals("lie");
        this.every = parts.length > 2 ? Integer.parseInt(parts[2]) : 1;
        this.left = every;
    }

    @Override
    public synchronized boolean test(String reached) {
        if (!reached.equals(stage) || --left > 0) {
            return false;
        }
        if (lies) {
            left = every;
        } else if (left == 0) {
            Runtime.getRuntime().halt(HALTED);
        }
        return lies;
    }
}

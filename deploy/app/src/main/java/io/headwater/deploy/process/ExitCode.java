package io.headwater.deploy.process;

/** How a command ends, as scripts see it. */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int CONFIGURATION = 3;
    /** 128 and the number of SIGINT, as every shell has it. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}

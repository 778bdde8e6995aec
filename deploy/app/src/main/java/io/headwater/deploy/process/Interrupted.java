package io.headwater.deploy.process;

/** A signal came while something was still starting: the command ends without having run. */
public final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    Interrupted(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}

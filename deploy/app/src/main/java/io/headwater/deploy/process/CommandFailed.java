package io.headwater.deploy.process;

/** Why a command cannot go on, as a sentence that names the thing and its mend. People read it without a stack trace. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandFailed(String message) {
        super(message);
    }

    public CommandFailed(String message, Throwable cause) {
        super(message, cause);
    }
}

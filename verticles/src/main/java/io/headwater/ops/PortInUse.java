package io.headwater.ops;

import java.net.BindException;

/** A port this process was to listen on is taken; the message names port and key. */
public final class PortInUse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private PortInUse(String key, int port, Throwable cause) {
        super(
                "port " + port + " (" + key + ") is in use. Stop what listens there, or set " + key
                        + " to another port",
                cause);
    }

    /** This failure where {@code error} says that the port is taken, else {@code error} itself. */
    public static Throwable orElse(Throwable error, String key, int port) {
        return error instanceof BindException ? new PortInUse(key, port, error) : error;
    }
}

package io.headwater.ops;

import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;

/** A port this process was to listen on is taken; the message names port and key. */
public final class PortInUse extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /* Netty's own transport throws what is no BindException. */
    private static final String NATIVE = "bind(";

    private PortInUse(String key, int port, Throwable cause) {
        super(
                "port " + port + " (" + key + ") is in use. Stop what listens there, or set " + key
                        + " to another port",
                cause);
    }

    /**
     * This failure where {@code error} says that the port is taken. What else keeps a process from listening is said as
     * it is; what has nothing to do with listening is {@code error} itself.
     *
     * @param key of the port, as in {@code http.port}; the key of its address ends in {@code .host}
     */
    public static Throwable orElse(Throwable error, String key, int port) {
        String host = key.replace(".port", ".host");
        if (error instanceof UnknownHostException || error instanceof UnresolvedAddressException) {
            return new IllegalStateException(
                    "the address in " + host + " is not known. Set it to one of this machine, or to 0.0.0.0", error);
        }
        String reason = String.valueOf(error.getMessage());
        if (!(error instanceof BindException) && !reason.startsWith(NATIVE)) {
            return error;
        }
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("in use")) {
            return new PortInUse(key, port, error);
        }
        if (lower.contains("assign")) {
            return new IllegalStateException(
                    "the address in " + host + " is none of this machine. Set it to one that is, or to 0.0.0.0", error);
        }
        if (lower.contains("permission")) {
            return new IllegalStateException(
                    "this user may not listen on port " + port + " (" + key + "). Set " + key
                            + " above 1023, or permit it",
                    error);
        }
        return new IllegalStateException(
                "cannot listen on port " + port + " (" + host + ", " + key + "): " + reason, error);
    }
}

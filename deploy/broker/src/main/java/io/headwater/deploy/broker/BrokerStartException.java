package io.headwater.deploy.broker;

/** Why the embedded broker did not start, as a sentence that names the folder or the port at fault. */
public final class BrokerStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerStartException(String message) {
        super(message);
    }

    BrokerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}

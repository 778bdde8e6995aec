package io.headwater.router.deliver.address;

/** The host's name could not be looked up, or not in time. */
public final class HostUnknown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HostUnknown(Endpoint endpoint, Throwable cause) {
        super(endpoint.host() + " could not be looked up", cause);
    }
}

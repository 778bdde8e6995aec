package io.headwater.router.deliver;

/** Why an attempt ended as it did: the label of its meter, and for a setup failure what mends it. */
public enum Reason {
    SUCCESS("delivered", "2xx"),

    TIMEOUT("transient", "timeout"),
    CONNECTION("transient", "connection"),
    BUS("transient", "bus"),
    REQUEST_TIMEOUT("transient", "408"),
    TOO_EARLY("transient", "425"),
    TOO_MANY("transient", "429"),
    UNAVAILABLE("transient", "503"),
    SERVER_ERROR("transient", "5xx"),
    NOT_HTTP("transient", "unexpected"),

    ASKED_TO_WAIT("throttled", "retry-after"),

    UNAUTHORIZED("setup", "401", "Check the secret and the receiver's authentication"),
    FORBIDDEN("setup", "403", "Check what the receiver allows"),
    NOT_FOUND("setup", "404", "Check the url's path"),
    GONE("setup", "410", "Check the url, or remove the destination"),
    REDIRECT("setup", "3xx", "Redirects are not followed: set url to where it leads"),
    TLS("setup", "tls", "Check the certificate of the url's host"),
    DNS("setup", "dns", "Check the url's host and this machine's DNS"),
    ADDRESS("setup", "address", "Set allowPrivateAddresses if the address is meant to be private"),
    REFUSES_ALL("setup", "refuses-all", "Check the format and what the receiver expects"),

    REFUSED("refused", "4xx");

    private final String outcome;
    private final String label;
    private final String mend;

    Reason(String outcome, String label) {
        this(outcome, label, "");
    }

    Reason(String outcome, String label, String mend) {
        this.outcome = outcome;
        this.label = label;
        this.mend = mend;
    }

    public String outcome() {
        return outcome;
    }

    public String label() {
        return label;
    }

    /** What an operator can do, a sentence without its full stop; empty where waiting is what helps. */
    public String mend() {
        return mend;
    }
}

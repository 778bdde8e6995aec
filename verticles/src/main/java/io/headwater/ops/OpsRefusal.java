package io.headwater.ops;

/** Why a call of the operate port is not answered as asked: a status and a sentence that names the thing and the mend. */
public final class OpsRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private OpsRefusal(int status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    /** The caller got something wrong. */
    public static OpsRefusal wrong(String sentence) {
        return new OpsRefusal(400, sentence);
    }

    /** What the caller names is not there. */
    public static OpsRefusal unknown(String sentence) {
        return new OpsRefusal(404, sentence);
    }

    /** Things stand differently than the call needs them to. */
    public static OpsRefusal conflict(String sentence) {
        return new OpsRefusal(409, sentence);
    }

    /** It may work later. */
    public static OpsRefusal notNow(String sentence) {
        return new OpsRefusal(503, sentence);
    }

    /** There is no token, and the caller is not on this machine. */
    static OpsRefusal untrusted() {
        return new OpsRefusal(
                403,
                "Without ops.token this is answered only to http://localhost on the machine itself. Call from there, or"
                        + " set ops.token (HEADWATER_OPS_TOKEN) and send it as Authorization: Bearer");
    }

    static OpsRefusal of(int status, String sentence) {
        return new OpsRefusal(status, sentence);
    }

    public int status() {
        return status;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}

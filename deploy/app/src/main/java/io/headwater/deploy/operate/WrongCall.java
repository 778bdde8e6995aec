package io.headwater.deploy.operate;

/** What the router, or the client before it, says of a command that was given wrong. */
final class WrongCall extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongCall(String sentence) {
        super(sentence);
    }

    WrongCall(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}

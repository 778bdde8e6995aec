package io.headwater.collector.dialect;

/** A request body that cannot be read at all; {@link #sentence} is for the sender. Carries no stack trace. */
public final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final boolean tooMuch;

    public Malformed(String sentence) {
        this(sentence, false);
    }

    private Malformed(String sentence, boolean tooMuch) {
        super(sentence, null, false, false);
        this.sentence = sentence;
        this.tooMuch = tooMuch;
    }

    /** Nothing is wrong with the body but how much it holds. */
    public static Malformed tooMuch(String sentence) {
        return new Malformed(sentence, true);
    }

    public boolean isTooMuch() {
        return tooMuch;
    }

    public String sentence() {
        return sentence;
    }
}

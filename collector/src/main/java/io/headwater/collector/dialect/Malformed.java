package io.headwater.collector.dialect;

/** A request body that cannot be read at all; {@link #sentence} is for the sender. Carries no stack trace. */
public final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final boolean tooMany;

    public Malformed(String sentence) {
        this(sentence, false);
    }

    private Malformed(String sentence, boolean tooMany) {
        super(sentence, null, false, false);
        this.sentence = sentence;
        this.tooMany = tooMany;
    }

    /** Nothing is wrong with the body but how many events it holds. */
    public static Malformed tooMany(String sentence) {
        return new Malformed(sentence, true);
    }

    public boolean isTooMany() {
        return tooMany;
    }

    public String sentence() {
        return sentence;
    }
}

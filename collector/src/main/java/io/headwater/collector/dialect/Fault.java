package io.headwater.collector.dialect;

/** What can be wrong with one event while the request around it is well formed; {@link #code} is its metric label. */
public enum Fault {
    NONE("none", ""),
    SYNTAX("syntax", "cannot be read"),
    UTF8("utf8", "is not UTF-8"),
    NOT_AN_OBJECT("not_an_object", "must be a JSON object"),
    DUPLICATE_KEY("duplicate_key", "has the same key twice in one object"),
    DEPTH("depth", "is nested deeper than limits.depth"),
    SURROGATE("surrogate", "has half a surrogate pair in a \\u escape, which no UTF-8 text can hold"),
    NUMBER("number", "has a number that is longer than 1000 characters or beyond the range of a double"),
    TOO_LARGE("too_large", "is larger than limits.event"),
    ID("id", "has an id or partition key longer than limits.id"),
    MISSING("missing", "lacks what its protocol requires"),
    ENVELOPE("envelope", "has attributes larger than limits.envelope together");

    private final String code;
    private final String sentence;

    Fault(String code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    public String code() {
        return code;
    }

    /** What is said to the sender. */
    public String reason() {
        return "the event " + sentence;
    }
}

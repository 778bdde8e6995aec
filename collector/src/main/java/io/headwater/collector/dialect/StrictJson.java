package io.headwater.collector.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * A strict streaming pass over one JSON document (RFC 8259) that tells where values stand, so that events are cut out of
 * the request unchanged. Syntax faults end it; faults of meaning that Jackson lets through or would end at (a key twice,
 * depth, half a surrogate pair, numbers no double holds) are noted, and the pass goes on behind the value.
 *
 * <p>The bytes must be UTF-8 already checked by {@link Utf8}, since Jackson accepts overlong forms.
 */
public final class StrictJson implements AutoCloseable {
    private static final int NUMBER_LENGTH = 1_000;
    /* The largest double has 309 digits before its point. */
    private static final int SURELY_FINITE = 308;
    /* What is read only to be skipped may nest this deep before the whole request is refused. */
    private static final int HOPELESS_DEPTH = 250_000;
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(HOPELESS_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final Wanted NOTHING = Wanted.of();

    private final JsonParser parser;
    private final int offset;
    private final int maxDepth;
    private final boolean surrogates;
    private final Names names = new Names();
    /* Of the value being scanned. */
    private Fault fault = Fault.NONE;
    private int ignored;

    public StrictJson(byte[] bytes, int from, int to, int maxDepth) {
        try {
            this.parser = JSON.createParser(bytes, from, to - from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.offset = from;
        this.maxDepth = maxDepth;
        this.surrogates = Surrogates.mayStandIn(bytes, from, to);
    }

    /** Moves to the next token; null at the end. */
    public JsonToken next() throws Malformed {
        try {
            return parser.nextToken();
        } catch (JsonProcessingException e) {
            throw new Malformed(sentence(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of the member the parser stands at. */
    public String name() throws Malformed {
        return text();
    }

    /** The text of the string the parser stands at. */
    public String text() throws Malformed {
        try {
            return parser.getText();
        } catch (JsonProcessingException e) {
            throw new Malformed(sentence(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first byte of the token the parser stands at. */
    public int at() {
        return position();
    }

    /** Passes over the value of a member that is no part of any event; what is wrong with it is the request's fault. */
    public void pass() throws Malformed {
        fault = Fault.NONE;
        value(parser.currentToken(), 0);
        refuseFault();
    }

    /** Makes sure that nothing but white space follows. */
    public void end() throws Malformed {
        if (next() != null) {
            throw new Malformed("the body has more behind its JSON, at byte " + position());
        }
    }

    /** Passes over the value the parser stands at, which should be an object, checking all of it. */
    public Scan scan(Wanted wanted) throws Malformed {
        return scan(wanted, true);
    }

    /** Passes over the value the parser stands at, of whatever kind, checking all of it. */
    public Scan scanAny() throws Malformed {
        return scan(NOTHING, false);
    }

    private Scan scan(Wanted wanted, boolean object) throws Malformed {
        fault = Fault.NONE;
        ignored = 0;
        int from = position();
        JsonToken token = parser.currentToken();
        String[] members = new String[wanted.size()];
        Arrays.fill(members, "");
        if (token == JsonToken.START_OBJECT) {
            object(wanted.top(), members, 1);
        } else {
            if (object) {
                note(Fault.NOT_AN_OBJECT);
            }
            value(token, 0);
        }
        return new Scan(from, end(from, token), fault, List.of(members), ignored);
    }

    private int end(int from, JsonToken token) throws Malformed {
        if (token.isStructStart()) {
            return position() + 1;
        }
        text(); // Jackson reads a string's rest only when asked
        return Math.max(from + 1, offset + (int) parser.currentLocation().getByteOffset());
    }

    /* Calls itself no deeper than members are wanted. */
    private void object(Wanted.Level level, String[] members, int depth) throws Malformed {
        if (depth > maxDepth) {
            note(Fault.DEPTH);
        }
        names.enter();
        for (JsonToken token = next(); token != JsonToken.END_OBJECT; token = next()) {
            String name = checkedName();
            token = next();
            int found = level.find(name);
            if (found < 0) {
                value(token, depth);
            } else {
                member(level.at(found), token, members, depth);
            }
        }
        names.leave();
    }

    /** Passes over the wanted member whose value the parser stands at; what is wrong with it is the request's fault. */
    void member(Wanted.Member wanted, String[] members) throws Malformed {
        fault = Fault.NONE;
        names.enter();
        member(wanted, parser.currentToken(), members, 1);
        names.leave();
        refuseFault();
    }

    private void refuseFault() throws Malformed {
        if (fault != Fault.NONE) {
            throw new Malformed("the body " + fault.reason().substring("the event ".length()));
        }
    }

    private void member(Wanted.Member wanted, JsonToken token, String[] members, int depth) throws Malformed {
        if (token == JsonToken.START_OBJECT && !wanted.inner().isEmpty()) {
            object(wanted.inner(), members, depth + 1);
        } else if (wanted.index() >= 0 && token == JsonToken.VALUE_STRING) {
            checkText(text());
            members[wanted.index()] = text();
        } else {
            if (wanted.number() && token.isNumeric()) {
                members[wanted.index()] = text();
            } else if (wanted.index() >= 0 && token != JsonToken.VALUE_NULL) {
                ignored++;
            }
            value(token, depth);
        }
    }

    /** Passes over one value nested {@code depth} deep; a loop, since input decides how deep it nests. */
    private void value(JsonToken first, int depth) throws Malformed {
        int outer = depth;
        JsonToken token = first;
        while (true) {
            switch (token) {
                case START_OBJECT -> enter(++depth, true);
                case START_ARRAY -> enter(++depth, false);
                case END_OBJECT -> leave(depth--);
                case END_ARRAY -> depth--;
                case FIELD_NAME -> checkName(depth);
                case VALUE_STRING -> checkString();
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> checkNumber(token);
                default -> {}
            }
            if (depth == outer) {
                return;
            }
            token = next();
        }
    }

    private void enter(int depth, boolean object) {
        if (depth > maxDepth) {
            note(Fault.DEPTH);
        } else if (object) {
            names.enter();
        }
    }

    private void leave(int depth) {
        if (depth <= maxDepth) {
            names.leave();
        }
    }

    /* Below maxDepth the value is rejected whatever its names are. */
    private void checkName(int depth) throws Malformed {
        if (depth <= maxDepth) {
            checkedName();
        }
    }

    private String checkedName() throws Malformed {
        String name = name();
        if (!names.add(name)) {
            note(Fault.DUPLICATE_KEY);
        }
        checkText(name);
        return name;
    }

    private void checkString() throws Malformed {
        if (surrogates) {
            checkText(text());
        }
    }

    private void checkText(String text) {
        if (surrogates && Surrogates.halfIn(text)) {
            note(Fault.SURROGATE);
        }
    }

    private void checkNumber(JsonToken token) throws Malformed {
        try {
            int length = parser.getTextLength();
            if (length > NUMBER_LENGTH
                    || (token == JsonToken.VALUE_NUMBER_FLOAT
                            && mayOverflow(length)
                            && Double.isInfinite(parser.getDoubleValue()))) {
                note(Fault.NUMBER);
            }
        } catch (JsonProcessingException e) {
            throw new Malformed(sentence(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /* Reading it as a double takes ten times as long as a look at what it is written with. */
    private boolean mayOverflow(int length) throws IOException {
        if (length > SURELY_FINITE) {
            return true;
        }
        char[] text = parser.getTextCharacters();
        int from = parser.getTextOffset();
        for (int i = from; i < from + length; i++) {
            if ((text[i] | 0x20) == 'e') {
                return true;
            }
        }
        return false;
    }

    private void note(Fault found) {
        if (fault == Fault.NONE) {
            fault = found;
        }
    }

    /** The first byte of the current token. */
    private int position() {
        return offset + (int) parser.currentTokenLocation().getByteOffset();
    }

    private String sentence(JsonProcessingException e) {
        long at =
                e.getLocation() == null ? position() : offset + e.getLocation().getByteOffset();
        String what = e.getOriginalMessage();
        return "the body is not JSON at byte " + at + ": " + what.substring(0, Math.min(what.length(), 160));
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.headwater.collector.rules;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonToken;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Scan;
import io.headwater.collector.dialect.StrictJson;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One event's data with the named members removed, truncated or hashed and everything else byte for byte as it was. A removed member
 * goes with the comma that it leaves without a neighbour.
 */
final class Redaction {
    private final byte[] bytes;
    private final UnaryOperator<String> hash;
    private final ByteArrayOutputStream out;
    private final List<String> removed = new ArrayList<>(0);
    private final List<String> changed = new ArrayList<>(0);
    private int copied;

    private Redaction(byte[] bytes, UnaryOperator<String> hash) {
        this.bytes = bytes;
        this.hash = hash;
        this.out = new ByteArrayOutputStream(bytes.length + 64);
    }

    /**
     * Redacts a JSON value; of one that is no object nothing is named.
     *
     * @param hash what stands in a hashed value's place
     */
    static Redaction of(byte[] bytes, Members members, int maxDepth, UnaryOperator<String> hash) throws Malformed {
        Redaction redaction = new Redaction(bytes, hash);
        try (StrictJson json = new StrictJson(bytes, 0, bytes.length, maxDepth)) {
            redaction.inside(json, json.next(), members);
        }
        redaction.copyTo(bytes.length);
        return redaction;
    }

    byte[] data() {
        return copied == bytes.length && out.size() == bytes.length ? bytes : out.toByteArray();
    }

    /** The texts and numbers that were taken out. */
    List<String> removed() {
        return removed;
    }

    /** The texts and numbers that were truncated or hashed, as they were. */
    List<String> changed() {
        return changed;
    }

    /* Calls itself as deep as members are named, and arrays nest in arrays. */
    private void inside(StrictJson json, JsonToken token, Members members) throws Malformed {
        if (token == JsonToken.START_OBJECT) {
            object(json, members);
        } else if (token == JsonToken.START_ARRAY) {
            for (JsonToken next = json.next(); next != JsonToken.END_ARRAY; next = json.next()) {
                inside(json, next, members);
            }
        } else {
            json.pass();
        }
    }

    private void object(StrictJson json, Members members) throws Malformed {
        boolean kept = false;
        int previousEnd = -1;
        int pendingFrom = -1;
        for (JsonToken token = json.next(); token != JsonToken.END_OBJECT; token = json.next()) {
            String name = json.name();
            int nameStart = json.at();
            token = json.next();
            Members.Act act = members.has(name) ? members.below(name).act() : Members.Act.ENTER;
            if (act == Members.Act.REMOVE) {
                int from = kept ? previousEnd : nameStart;
                Scan value = taken(json, token, removed);
                previousEnd = value.to();
                if (kept) {
                    cut(from, previousEnd);
                } else if (pendingFrom < 0) {
                    pendingFrom = from;
                }
                continue;
            }
            if (pendingFrom >= 0) {
                cut(pendingFrom, nameStart);
                pendingFrom = -1;
            }
            kept = true;
            previousEnd = value(json, token, name, members, act);
        }
        if (pendingFrom >= 0) {
            cut(pendingFrom, previousEnd);
        }
    }

    /** Passes over the value of a member that stays; the byte after its last. */
    private int value(StrictJson json, JsonToken token, String name, Members members, Members.Act act)
            throws Malformed {
        if (act != Members.Act.ENTER && token != JsonToken.VALUE_NULL) {
            boolean text = token == JsonToken.VALUE_STRING;
            String whole = text ? json.text() : "";
            Scan value = taken(json, token, changed);
            String other = act == Members.Act.HASH ? hash.apply(text ? whole : raw(value)) : Addresses.networkOf(whole);
            copyTo(value.from());
            out.writeBytes((other.isEmpty() ? "null" : "\"" + other + "\"").getBytes(US_ASCII));
            copied = value.to();
            return value.to();
        }
        if (members.has(name) && token.isStructStart()) {
            inside(json, token, members.below(name));
            return json.at() + 1;
        }
        return json.scanAny().to();
    }

    private Scan taken(StrictJson json, JsonToken token, List<String> into) throws Malformed {
        if (token == JsonToken.VALUE_STRING) {
            into.add(json.text());
            return json.scanAny();
        }
        Scan value = json.scanAny();
        if (token.isNumeric()) {
            into.add(raw(value));
        }
        return value;
    }

    private String raw(Scan value) {
        return new String(Arrays.copyOfRange(bytes, value.from(), value.to()), UTF_8);
    }

    private void cut(int from, int to) {
        copyTo(from);
        copied = Math.max(copied, to);
    }

    private void copyTo(int to) {
        if (to > copied) {
            out.write(bytes, copied, to - copied);
            copied = to;
        }
    }
}

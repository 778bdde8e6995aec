package io.headwater.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Headers as they are kept while an event waits for its destinations. Kafka's client makes each name and each value anew for
 * each record, twenty of them for an event; here a name is held once, and a whole header once where its value is the same
 * in many events. For several threads.
 *
 * <p>Events are alike: what comes is first compared with what came in its place the last time. What repeats is kept in a
 * table of fixed size besides, in which whatever comes takes the place of what had it: two that meet are only held more
 * often than once.
 */
final class KeptHeaders {
    static final int PLACES = 4_096;
    /* A longer value is seldom the same in many, and the table is to stay small. */
    static final int LONGEST = 256;

    private final ReadOnce<String, Name> names;
    private final Name none = new Name("", false);
    /* A thread may miss what another put there, but sees no half of it: all its fields are final. */
    private final Repeated[] places = new Repeated[PLACES];

    /** @param repeated names of headers whose values are the same in many events */
    KeptHeaders(Set<String> repeated) {
        Set<String> repeat = Set.copyOf(repeated);
        names = new ReadOnce<>(name -> new Name(name, repeat.contains(name)));
    }

    /** One record's headers, each as one that says the same. */
    Header[] keep(Headers headers) {
        Header[] kept = headers.toArray();
        Name before = none;
        for (int i = 0; i < kept.length; i++) {
            before = before.then(kept[i].key(), names);
            kept[i] = keep(before, kept[i].value());
        }
        return kept;
    }

    private Header keep(Name name, byte[] value) {
        if (value == null || !name.repeats || value.length > LONGEST) {
            return new RecordHeader(name.text, value);
        }
        Repeated latest = name.latest;
        if (Arrays.equals(latest.value, value)) {
            return latest;
        }
        int hash = 31 * name.text.hashCode() + Arrays.hashCode(value);
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        Repeated known = places[place];
        if (known == null || !known.is(name, value)) {
            known = new Repeated(name.text, value);
            places[place] = known;
        }
        name.latest = known;
        return known;
    }

    /** What a header says; empty where it has no value. */
    static String text(Header header) {
        if (header instanceof Repeated repeated) {
            return repeated.text;
        }
        byte[] value = header.value();
        return value == null ? "" : new String(value, UTF_8);
    }

    /** A header's name, and what it remembers of the records before. */
    private static final class Name {
        private final String text;
        private final boolean repeats;
        /* Whoever meets another's guess only guesses wrong. */
        private volatile Name follower = this;
        private volatile Repeated latest;

        Name(String text, boolean repeats) {
            this.text = text;
            this.repeats = repeats;
            this.latest = new Repeated(text, new byte[0]);
        }

        /** The name that this text is, coming after this one. */
        Name then(String next, ReadOnce<String, Name> names) {
            Name expected = follower;
            if (expected.text.equals(next)) {
                return expected;
            }
            Name other = names.of(next);
            if (next.length() <= ReadOnce.LONGEST) {
                follower = other;
            }
            return other;
        }
    }

    /** A header that many records share; whoever reads its value only reads. */
    private static final class Repeated implements Header {
        private final String key;
        private final byte[] value;
        private final String text;

        Repeated(String key, byte[] value) {
            this.key = key;
            this.value = value;
            this.text = new String(value, UTF_8);
        }

        boolean is(Name name, byte[] bytes) {
            return key.equals(name.text) && Arrays.equals(value, bytes);
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public byte[] value() {
            return value;
        }
    }
}

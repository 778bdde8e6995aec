package io.headwater.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Headers as they are kept while an event waits for its destinations. Kafka's client makes each name and each value anew for
 * each record, twenty of them for an event; here a name is held once, and a whole header once where its value is the same
 * in many events. For several threads.
 *
 * <p>What repeats is kept in a table of fixed size, in which whatever comes takes the place of what had it: two that meet are
 * only held more often than once.
 */
final class KeptHeaders {
    static final int PLACES = 4_096;
    /* A longer value is seldom the same in many, and the table is to stay small. */
    static final int LONGEST = 256;

    private final ReadOnce<String, String> names = new ReadOnce<>(Function.identity());
    private final Set<String> repeated;
    /* A thread may miss what another put there, but sees no half of it: all its fields are final. */
    private final Repeated[] places = new Repeated[PLACES];

    /** @param repeated names of headers whose values are the same in many events */
    KeptHeaders(Set<String> repeated) {
        this.repeated = Set.copyOf(repeated);
    }

    /** A header that says the same. */
    Header keep(Header header) {
        String name = names.of(header.key());
        byte[] value = header.value();
        if (value == null || value.length > LONGEST || !repeated.contains(name)) {
            return new RecordHeader(name, value);
        }
        int hash = 31 * name.hashCode() + Arrays.hashCode(value);
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        Repeated known = places[place];
        if (known == null || !known.is(name, value)) {
            known = new Repeated(name, value);
            places[place] = known;
        }
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

        boolean is(String name, byte[] bytes) {
            return key.equals(name) && Arrays.equals(value, bytes);
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

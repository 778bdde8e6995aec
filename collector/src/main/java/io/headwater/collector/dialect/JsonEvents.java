package io.headwater.collector.dialect;

import com.fasterxml.jackson.core.JsonToken;

/**
 * Walks bodies whose events are JSON documents: one, an array of them, or one a line. What is wrong with a document or an
 * array as a whole is the request's fault; a bad line is rejected alone.
 */
public final class JsonEvents {
    private JsonEvents() {}

    /** Something that takes each value found, whatever its fault. */
    public interface Each {
        void event(Scan scan) throws Malformed;
    }

    /** A body that is one value. */
    public static void one(byte[] bytes, EventCheck check, Wanted wanted, Each each) throws Malformed {
        Text.check(bytes);
        each.event(scan(bytes, 0, bytes.length, check, wanted));
    }

    /** The one value that stands in a stretch of UTF-8, with nothing behind it. */
    public static Scan scan(byte[] bytes, int from, int end, EventCheck check, Wanted wanted) throws Malformed {
        try (StrictJson json = new StrictJson(bytes, from, end, check.maxDepth())) {
            json.next();
            Scan scan = json.scan(wanted);
            json.end();
            return scan;
        }
    }

    /** A body that is an array of values. */
    public static void array(byte[] bytes, EventCheck check, Wanted wanted, Each each) throws Malformed {
        Text.check(bytes);
        try (StrictJson json = new StrictJson(bytes, 0, bytes.length, check.maxDepth())) {
            if (json.next() != JsonToken.START_ARRAY) {
                throw new Malformed("the body must be a JSON array of events");
            }
            while (json.next() != JsonToken.END_ARRAY) {
                each.event(json.scan(wanted));
            }
            json.end();
        }
    }

    /** A body with a value on each line that is not blank; lines that are no JSON are rejected into {@code found}. */
    public static void lines(byte[] bytes, EventCheck check, Found found, Wanted wanted, Each each) throws Malformed {
        int from = 0;
        while (from < bytes.length) {
            int end = Lines.end(bytes, from);
            if (Lines.skipWhiteSpace(bytes, from, end) < end) {
                line(bytes, from, end, check, found, wanted, each);
            }
            from = end + 1;
        }
    }

    private static void line(byte[] bytes, int from, int end, EventCheck check, Found found, Wanted wanted, Each each)
            throws Malformed {
        if (!Utf8.isValid(bytes, from, end)) {
            check.reject(found, bytes, from, end, Fault.UTF8, Fault.UTF8.reason());
            return;
        }
        Scan scan;
        try {
            scan = scan(bytes, from, end, check, wanted);
        } catch (Malformed e) {
            check.reject(found, bytes, from, end, Fault.SYNTAX, e.sentence());
            return;
        }
        each.event(scan);
    }
}

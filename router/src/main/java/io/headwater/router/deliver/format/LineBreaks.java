package io.headwater.router.deliver.format;

import io.headwater.event.EightBytes;

/** Finds line feeds and carriage returns, eight bytes at a time. */
final class LineBreaks {
    private LineBreaks() {}

    /** Whether one of them stands anywhere in these bytes. */
    static boolean standIn(byte[] bytes) {
        int i = 0;
        for (; i <= bytes.length - Long.BYTES; i += Long.BYTES) {
            long eight = EightBytes.at(bytes, i);
            if (EightBytes.hold(eight, '\n') || EightBytes.hold(eight, '\r')) {
                return true;
            }
        }
        for (; i < bytes.length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                return true;
            }
        }
        return false;
    }
}

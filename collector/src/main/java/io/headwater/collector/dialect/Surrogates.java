package io.headwater.collector.dialect;

import io.headwater.event.EightBytes;

/** Finds halves of surrogate pairs, which JSON can write as an escape but no UTF-8 text can hold. */
final class Surrogates {
    private Surrogates() {}

    /** Whether an escape of a surrogate stands anywhere in these bytes, so that texts are worth a closer look. */
    static boolean mayStandIn(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to - 2) {
            if (i + Long.BYTES <= to && !EightBytes.hold(EightBytes.at(bytes, i), '\\')) {
                i += Long.BYTES;
            } else if (bytes[i] == '\\' && bytes[i + 1] == 'u' && (bytes[i + 2] | 0x20) == 'd') {
                return true;
            } else {
                i++;
            }
        }
        return false;
    }

    /** Whether {@code text} holds a high surrogate without its low one, or the other way round. */
    static boolean halfIn(String text) {
        int i = 0;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                return true;
            }
            i += Character.charCount(point);
        }
        return false;
    }
}

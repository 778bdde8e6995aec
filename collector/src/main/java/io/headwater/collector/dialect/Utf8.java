package io.headwater.collector.dialect;

import io.headwater.event.EightBytes;

/**
 * Whether bytes are well-formed UTF-8 (RFC 3629 section 4): no overlong forms, no surrogates, nothing beyond U+10FFFF,
 * nothing cut short. Reads eight bytes at a time where they are ASCII.
 */
public final class Utf8 {
    private Utf8() {}

    public static boolean isValid(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (bytes[i] >= 0) {
                i = afterAscii(bytes, i, to);
                continue;
            }
            int length = sequence(bytes, i, to);
            if (length == 0) {
                return false;
            }
            i += length;
        }
        return true;
    }

    private static int afterAscii(byte[] bytes, int from, int to) {
        int i = from;
        while (i + Long.BYTES <= to && EightBytes.areAscii(EightBytes.at(bytes, i))) {
            i += Long.BYTES;
        }
        while (i < to && bytes[i] >= 0) {
            i++;
        }
        return i;
    }

    /** The length of the well-formed sequence of two to four bytes at {@code i}, or 0 when there is none. */
    private static int sequence(byte[] bytes, int i, int to) {
        int lead = bytes[i] & 0xff;
        int second = i + 1 < to ? bytes[i + 1] & 0xff : 0;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return isTail(second) ? 2 : 0;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            int least = lead == 0xe0 ? 0xa0 : 0x80;
            int most = lead == 0xed ? 0x9f : 0xbf;
            return second >= least && second <= most && isTail(bytes, i + 2, to) ? 3 : 0;
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            int least = lead == 0xf0 ? 0x90 : 0x80;
            int most = lead == 0xf4 ? 0x8f : 0xbf;
            boolean inRange = second >= least && second <= most;
            return inRange && isTail(bytes, i + 2, to) && isTail(bytes, i + 3, to) ? 4 : 0;
        }
        return 0;
    }

    private static boolean isTail(byte[] bytes, int i, int to) {
        return i < to && isTail(bytes[i] & 0xff);
    }

    private static boolean isTail(int unsigned) {
        return unsigned >= 0x80 && unsigned <= 0xbf;
    }
}

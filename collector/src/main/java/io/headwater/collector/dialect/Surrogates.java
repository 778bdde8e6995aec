package io.headwater.collector.dialect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds halves of surrogate pairs, which JSON can write as an escape but no UTF-8 text can hold. */
final class Surrogates {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long BACKSLASHES = 0x5c5c_5c5c_5c5c_5c5cL;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Surrogates() {}

    /** Whether an escape of a surrogate stands anywhere in these bytes, so that texts are worth a closer look. */
    static boolean mayStandIn(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to - 2) {
            if (i + Long.BYTES <= to && !hasBackslash((long) LONGS.get(bytes, i))) {
                i += Long.BYTES;
            } else if (bytes[i] == '\\' && bytes[i + 1] == 'u' && (bytes[i + 2] | 0x20) == 'd') {
                return true;
            } else {
                i++;
            }
        }
        return false;
    }

    /* A byte is zero, and so was a backslash, where subtracting one borrows into a bit that was clear. */
    private static boolean hasBackslash(long eight) {
        long zeros = eight ^ BACKSLASHES;
        return ((zeros - ONES) & ~zeros & HIGH_BITS) != 0;
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

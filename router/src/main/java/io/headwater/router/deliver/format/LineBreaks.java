package io.headwater.router.deliver.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds line feeds and carriage returns, eight bytes at a time. */
final class LineBreaks {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long LINE_FEEDS = 0x0a0a_0a0a_0a0a_0a0aL;
    private static final long CARRIAGE_RETURNS = 0x0d0d_0d0d_0d0d_0d0dL;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private LineBreaks() {}

    /** Whether one of them stands anywhere in these bytes. */
    static boolean standIn(byte[] bytes) {
        int i = 0;
        for (; i <= bytes.length - Long.BYTES; i += Long.BYTES) {
            long eight = (long) LONGS.get(bytes, i);
            if (hasZero(eight ^ LINE_FEEDS) || hasZero(eight ^ CARRIAGE_RETURNS)) {
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

    /* A byte is zero where subtracting one borrows into a bit that was clear (Hacker's Delight, section 6-1). */
    private static boolean hasZero(long eight) {
        return ((eight - ONES) & ~eight & HIGH_BITS) != 0;
    }
}

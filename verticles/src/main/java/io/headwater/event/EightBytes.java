package io.headwater.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of an array looked at in one step, as a long. Which of its bits is which byte is the machine's. */
public final class EightBytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private EightBytes() {}

    /** The eight from there on; fails with {@link IndexOutOfBoundsException} where there are fewer. */
    public static long at(byte[] bytes, int from) {
        return (long) LONGS.get(bytes, from);
    }

    /** Whether all of them are ASCII. */
    public static boolean areAscii(long eight) {
        return (eight & HIGH_BITS) == 0;
    }

    /**
     * Whether one of them is this letter: a byte is zero where subtracting one borrows into a bit that was clear (Hacker's
     * Delight, section 6-1).
     *
     * @param letter of ASCII
     */
    public static boolean hold(long eight, char letter) {
        long zeros = eight ^ letter * ONES;
        return ((zeros - ONES) & ~zeros & HIGH_BITS) != 0;
    }
}

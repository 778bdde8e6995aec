package io.headwater.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Bytes being written: whole numbers as varints (Protocol Buffers' base 128), texts with their length before them. */
final class Bytes {
    private byte[] bytes = new byte[256];
    private int size;

    int size() {
        return size;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    Bytes put(int oneByte) {
        reserve(1);
        bytes[size++] = (byte) oneByte;
        return this;
    }

    /** A number that is not negative in few bytes, any other in ten. */
    Bytes number(long value) {
        reserve(10);
        long left = value;
        while ((left & ~0x7FL) != 0) {
            bytes[size++] = (byte) ((left & 0x7F) | 0x80);
            left >>>= 7;
        }
        bytes[size++] = (byte) left;
        return this;
    }

    /** A number of either sign, in few bytes where it is near zero. */
    Bytes signed(long value) {
        return number((value << 1) ^ (value >> 63));
    }

    Bytes text(String value) {
        return block(value.getBytes(UTF_8));
    }

    Bytes block(byte[] value) {
        number(value.length);
        reserve(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}

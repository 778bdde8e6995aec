package io.headwater.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Reads what {@link Bytes} wrote; fails with {@link IllegalArgumentException} on what it did not write. */
final class ByteReader {
    private final byte[] bytes;
    private int at;

    ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean isAtEnd() {
        return at == bytes.length;
    }

    int next() {
        if (at >= bytes.length) {
            throw new IllegalArgumentException("the report ends in the middle");
        }
        return bytes[at++] & 0xFF;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int each = next();
            value |= (each & 0x7FL) << shift;
            if ((each & 0x80) == 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of the report is longer than ten bytes");
    }

    long signed() {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A number that counts what follows, each of at least one byte. */
    int count() {
        long value = number();
        if (value < 0 || value > bytes.length - at) {
            throw new IllegalArgumentException("the report speaks of more than it holds");
        }
        return (int) value;
    }

    String text() {
        return new String(block(), UTF_8);
    }

    byte[] block() {
        int length = count();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }
}

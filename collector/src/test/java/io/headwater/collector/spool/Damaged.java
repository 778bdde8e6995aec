package io.headwater.collector.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A file that a test damages. */
record Damaged(Path file) {
    byte[] bytes() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void holds(byte[] bytes) {
        try {
            Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Flips one bit. */
    void flip(int at, int bit) {
        byte[] bytes = bytes();
        bytes[at] ^= (byte) (1 << bit);
        holds(bytes);
    }

    void zero(int from, int to) {
        byte[] bytes = bytes();
        Arrays.fill(bytes, from, to, (byte) 0);
        holds(bytes);
    }

    void cutTo(int size) {
        holds(Arrays.copyOf(bytes(), size));
    }

    /** Where its batches begin, and where the last ends. */
    List<Integer> batches() {
        byte[] bytes = bytes();
        List<Integer> starts = new ArrayList<>(List.of(0));
        int at = 0;
        while (at + BatchFormat.OVERHEAD < bytes.length) {
            int size = BatchFormat.size(java.nio.ByteBuffer.wrap(bytes, at, BatchFormat.OVERHEAD));
            if (size == 0) {
                break;
            }
            at += size;
            starts.add(at);
        }
        return starts;
    }
}

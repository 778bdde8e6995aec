package io.headwater.collector.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One open file. */
interface DiskFile extends Closeable {
    /** Writes all that remains in {@code bytes}. */
    void write(ByteBuffer bytes, long position) throws IOException;

    /** Reads until {@code into} is full or the file ends. */
    void read(ByteBuffer into, long position) throws IOException;

    /** Returns once everything written is on the disk. */
    void force() throws IOException;

    void truncate(long size) throws IOException;

    long size() throws IOException;
}

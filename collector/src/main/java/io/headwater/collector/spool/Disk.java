package io.headwater.collector.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the spool asks of a file system. Every fault of a disk is made here in tests. */
interface Disk {
    /** A new file to write and read, instead of any that stands there. */
    DiskFile create(Path path) throws IOException;

    /** A file that stands there, to write and read. */
    DiskFile open(Path path) throws IOException;

    /** A file that stands there, to read only. */
    DiskFile openToRead(Path path) throws IOException;

    /** What is in a folder, by name. */
    List<Path> list(Path folder) throws IOException;

    long size(Path path) throws IOException;

    /** Gives a file another name, instead of any file that has it; at once or not at all. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file if it is there. */
    void delete(Path path) throws IOException;

    /** Makes durable which files a folder has. */
    void syncFolder(Path folder) throws IOException;

    /** Bytes that may still be written where {@code folder} is. */
    long usable(Path folder) throws IOException;
}

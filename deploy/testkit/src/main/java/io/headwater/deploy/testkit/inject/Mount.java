package io.headwater.deploy.testkit.inject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file system mounted on a folder until it is closed. */
public final class Mount implements AutoCloseable {
    private static final int BLOCK = 64 * 1024;

    private final Path folder;

    private Mount(Path folder) {
        this.folder = folder;
    }

    /** What is missing on this machine, if anything. */
    public static Optional<String> missing() {
        return Needs.all(List.of(Needs.root(), Needs.program("mount", "mount")));
    }

    /** A disk in memory, of so many bytes. */
    public static Mount inMemory(Path folder, long bytes) {
        return mount(folder, "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs");
    }

    /** A disk whose blocks are in a file. */
    static Mount ofImage(Path folder, Path image) {
        /* The longest time between two commits of its journal: only an fsync brings data down. */
        return mount(folder, "-t", "ext4", "-o", "loop,commit=300", image.toString());
    }

    private static Mount mount(Path folder, String... what) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> arguments = new ArrayList<>(List.of(what));
        arguments.add(folder.toString());
        Shell.run("mount", arguments.toArray(String[]::new));
        return new Mount(folder);
    }

    public Path folder() {
        return folder;
    }

    /** How many bytes are still free. */
    public long free() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves no more than so many bytes free. */
    public void fill(long left) {
        try (FileChannel filler = FileChannel.open(filler(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            while (free() > left + BLOCK) {
                filler.write(block.rewind());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives back what {@link #fill} took. */
    public void unfill() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing can be written there from now on; {@link #writable} ends that. */
    public void readOnly() {
        Shell.run("mount", "-o", "remount,ro", folder.toString());
    }

    public void writable() {
        Shell.run("mount", "-o", "remount,rw", folder.toString());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /** Also while a process still has files open there: they are gone with it. */
    @Override
    public void close() {
        Shell.run("umount", "--lazy", folder.toString());
    }
}

package io.headwater.deploy.testkit.inject;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A disk whose state at any moment is what it would hold after a power cut: an ext4 file system on a block image.
 * <pre>
 *   process ─► page cache ─ fsync ─► image ── crash ─► copy ── mounted (ext4 recovers its journal) ─► next life
 * </pre>
 * Killing a process cannot show a missing fsync, because the page cache outlives it. The image holds only what was written
 * through. Whoever compares must copy the client's journal first and crash afterwards: then everything acknowledged until
 * the copy must be in the image.
 */
public final class PowerSwitch implements AutoCloseable {
    private static final int SPARE = 4;

    private final Path folder;
    private final Mount memory;
    private final Path image;
    private final Mount disk;
    private int crashes;

    private PowerSwitch(Path folder, long bytes) {
        this.folder = folder;
        this.memory = Mount.inMemory(folder.resolve("memory"), SPARE * bytes);
        this.image = memory.folder().resolve("image");
        Shell.run("truncate", "-s", String.valueOf(bytes), image.toString());
        Shell.run("mkfs.ext4", "-q", "-F", image.toString());
        this.disk = Mount.ofImage(folder.resolve("disk"), image);
    }

    /** What is missing on this machine, if anything. */
    public static Optional<String> missing() {
        return Needs.all(List.of(Mount.missing(), Needs.program("mkfs.ext4", "e2fsprogs"), loop()));
    }

    private static Optional<String> loop() {
        return Files.exists(Path.of("/dev/loop-control"))
                ? Optional.empty()
                : Optional.of("needs loop devices (/dev/loop-control)");
    }

    /** A new disk of so many bytes. */
    public static PowerSwitch disk(Path folder, long bytes) {
        return new PowerSwitch(folder, bytes);
    }

    /** Where the disk is mounted. */
    public Path folder() {
        return disk.folder();
    }

    /** The disk as a power cut at this moment would leave it. */
    public Crashed crash() {
        crashes++;
        Path copy = memory.folder().resolve("crashed-" + crashes);
        Shell.run("cp", "--sparse=always", image.toString(), copy.toString());
        return new Crashed(copy, folder.resolve("crashed-" + crashes));
    }

    @Override
    public void close() {
        disk.close();
        memory.close();
    }

    /** A disk after a power cut, not mounted yet. */
    public record Crashed(Path image, Path folder) {
        /** As the next boot finds it: the file system recovers its journal. */
        public Mount mount() {
            return Mount.ofImage(folder, image);
        }
    }
}

package io.headwater.deploy.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * The folder of one broker's log, held by one broker at a time and formatted where it is new.
 *
 * <p>The lock is our own: Kafka takes its lock only after it has opened, and perhaps written, the metadata log, which a second
 * broker on the same folder would damage.
 */
final class DataFolder implements AutoCloseable {
    private static final String LOCK = ".embedded-broker.lock";
    private static final String FORMATTED = "meta.properties";
    /** What formatting leaves behind when it is interrupted, or a broker that never got further. */
    private static final Set<String> OF_FORMATTING =
            Set.of(LOCK, ".lock", FORMATTED + ".tmp", "bootstrap.checkpoint", "__cluster_metadata-0");

    private final FileChannel lock;

    private DataFolder(FileChannel lock) {
        this.lock = lock;
    }

    static DataFolder open(Path folder, ClusterPlace place) {
        FileChannel lock = lock(folder);
        try {
            format(folder, place);
            return new DataFolder(lock);
        } catch (RuntimeException e) {
            close(lock);
            throw e;
        }
    }

    @Override
    public void close() {
        close(lock);
    }

    private static FileChannel lock(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw inUse(folder);
            }
            return channel;
        } catch (IOException e) {
            throw new BrokerStartException("Kafka cannot write to its data folder " + folder + ": " + e, e);
        }
    }

    static BrokerStartException inUse(Path folder) {
        return new BrokerStartException("the Kafka data folder " + folder
                + " is in use by another broker; stop that one or choose another folder");
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldInThisProcess) {
            return false;
        }
    }

    private static void format(Path folder, ClusterPlace place) {
        if (Files.exists(folder.resolve(FORMATTED))) {
            return;
        }
        refuseForeign(folder);
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(place.nodeId())
                    .setClusterId(place.clusterId())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setDirectories(Set.of(folder.toString()))
                    .setMetadataLogDirectory(folder.toString())
                    .run();
        } catch (Exception e) {
            throw new BrokerStartException("the Kafka data folder " + folder + " could not be formatted: " + e, e);
        }
    }

    /** Kafka takes every folder inside its data folder for a partition of its own and stops at the first that is none. */
    private static void refuseForeign(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            inside.map(path -> path.getFileName().toString())
                    .filter(name -> !OF_FORMATTING.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new BrokerStartException("the folder " + folder + " holds \"" + name
                                + "\" and is no Kafka data folder; choose an empty or a new one");
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

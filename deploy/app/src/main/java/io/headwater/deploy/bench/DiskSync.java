package io.headwater.deploy.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The limit a spool stands on: how often the disk makes a small append durable, one after the other. */
final class DiskSync {
    private static final int BYTES = 512;
    private static final long NANOS = 500_000_000;

    private DiskSync() {}

    /** Syncs a second, and the milliseconds one takes, on the disk of {@code folder}. */
    static JsonObject measure(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "sync", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long started = System.nanoTime();
            long syncs = 0;
            while (System.nanoTime() - started < NANOS) {
                channel.write(ByteBuffer.allocate(BYTES));
                channel.force(false);
                syncs++;
            }
            double seconds = (System.nanoTime() - started) / 1e9;
            return new JsonObject().put("perSecond", syncs / seconds).put("millis", seconds * 1_000 / syncs);
        } finally {
            Files.delete(file);
        }
    }
}

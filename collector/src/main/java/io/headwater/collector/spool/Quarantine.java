package io.headwater.collector.spool;

import io.headwater.collector.spool.SegmentWalk.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Where lies what cannot be drained: damaged bytes as they were found, and records Kafka refused. Each is kept once. */
final class Quarantine {
    static final String FOLDER = "quarantine";
    static final String UNFINISHED = ".tmp";
    private static final String WHY = "hw_refused";
    private static final int AT_ONCE = 1 << 20;

    private final Disk disk;
    private final Path folder;
    private long bytes;

    Quarantine(Disk disk, Path spool) throws IOException {
        this.disk = disk;
        this.folder = spool.resolve(FOLDER);
        for (Path file : disk.list(folder)) {
            bytes += disk.size(file);
        }
    }

    /** What it takes of the disk. */
    synchronized long bytes() {
        return bytes;
    }

    /** Keeps damaged bytes of a segment; false if they are kept already. */
    synchronized boolean keep(Damage damage, SegmentBytes segment) throws IOException {
        Path file = folder.resolve("%020d-%020d.damaged".formatted(damage.firstMissing(), damage.nextNumber()));
        if (isThere(file)) {
            return false;
        }
        write(file, to -> {
            for (long at = damage.start(); at < damage.end(); at += AT_ONCE) {
                int length = (int) Math.min(AT_ONCE, damage.end() - at);
                to.write(segment.at(at, length, damage.end()), at - damage.start());
            }
        });
        return true;
    }

    /** Keeps a record that Kafka refused, as a batch of its own with the reason as one more header; false as above. */
    synchronized boolean keep(Spooled spooled, long millis, String why) throws IOException {
        Path file = folder.resolve("%020d.refused".formatted(spooled.number()));
        if (isThere(file)) {
            return false;
        }
        ProducerRecord<byte[], byte[]> record = spooled.record();
        ProducerRecord<byte[], byte[]> withWhy = new ProducerRecord<>(
                record.topic(), record.partition(), record.timestamp(), record.key(), record.value(), record.headers());
        withWhy.headers().add(WHY, why.getBytes(StandardCharsets.UTF_8));
        List<ProducerRecord<byte[], byte[]>> alone = List.of(withWhy);
        long atMost = BatchFormat.atMost(alone);
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(BatchFormat.OVERHEAD + atMost));
        write(file, to -> to.write(BatchFormat.encode(buffer, spooled.number(), millis, alone, atMost), 0));
        return true;
    }

    private boolean isThere(Path file) throws IOException {
        return disk.list(folder).contains(file);
    }

    /** What is written into a file. */
    private interface Content {
        void into(DiskFile file) throws IOException;
    }

    private void write(Path file, Content content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        long size;
        try (DiskFile to = disk.create(unfinished)) {
            content.into(to);
            to.force();
            size = to.size();
        }
        disk.rename(unfinished, file);
        disk.syncFolder(folder);
        bytes += size;
    }
}

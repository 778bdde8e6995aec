package io.headwater.collector.spool;

import static io.headwater.config.Checks.check;

import io.headwater.config.Size;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The edge's fsynced store ({@code spool} in collector.yaml).
 *
 * @param dir the folder it has to itself; empty until a command fills it in
 * @param maxBytes everything in it, reserved space and quarantine included
 * @param segmentBytes one file, reserved before it is needed
 * @param reserve free disk to leave to others: no file is prepared that would take of it
 * @param syncWithin for one append to be on the disk
 * @param queue records waiting for the disk
 * @param retryAfter between two tries on a disk that fails or is full
 */
public record SpoolConfig(
        String dir,
        Size maxBytes,
        Size segmentBytes,
        Size reserve,
        Duration syncWithin,
        Size queue,
        Duration retryAfter) {
    /** The folder in it that holds those of other regions. */
    static final String REGIONS = "regions";

    private static final long LARGEST_SEGMENT = 1L << 30;

    public SpoolConfig {
        check(segmentBytes.bytes() >= 1 << 16, "spool.segmentBytes", "must be at least 64KiB", segmentBytes);
        check(segmentBytes.bytes() <= LARGEST_SEGMENT, "spool.segmentBytes", "must be at most 1GiB", segmentBytes);
        check(
                maxBytes.bytes() / 3 >= segmentBytes.bytes(),
                "spool.maxBytes",
                "must be at least three times spool.segmentBytes (" + segmentBytes + ")",
                maxBytes);
        check(queue.bytes() >= 1 << 16, "spool.queue", "must be at least 64KiB", queue);
        check(queue.bytes() <= LARGEST_SEGMENT, "spool.queue", "must be at most 1GiB", queue);
        check(isPositive(syncWithin), "spool.syncWithin", "must be positive", syncWithin.toMillis() + "ms");
        check(isPositive(retryAfter), "spool.retryAfter", "must be positive", retryAfter.toMillis() + "ms");
    }

    private static boolean isPositive(Duration duration) {
        return duration.toMillis() > 0;
    }

    /** The same, in {@code folder} where no {@code spool.dir} is configured. */
    public SpoolConfig orIn(Path folder) {
        return dir.isEmpty()
                ? new SpoolConfig(folder.toString(), maxBytes, segmentBytes, reserve, syncWithin, queue, retryAfter)
                : this;
    }

    /** The same, in a folder of its own in this one, for what waits for another region's Kafka. */
    public SpoolConfig ofRegion(String region) {
        Path folder = Path.of(dir).resolve(REGIONS).resolve(region);
        return new SpoolConfig(folder.toString(), maxBytes, segmentBytes, reserve, syncWithin, queue, retryAfter);
    }

    Path folder() {
        return Path.of(dir).toAbsolutePath().normalize();
    }
}

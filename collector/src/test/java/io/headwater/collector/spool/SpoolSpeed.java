package io.headwater.collector.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.config.Size;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * How fast the spool is in the folder named as argument, beside what its disk can: {@code appends one by one, by 64 at once,
 * in batches of 100; reading and draining}. Run it as a program.
 */
final class SpoolSpeed {
    private static final long SECONDS = 3;

    private SpoolSpeed() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        System.out.printf("disk: fsyncs of 600 B            %,9.0f /s%n", fsyncs(folder.resolve("probe")));
        SpoolConfig config = new SpoolConfig(
                folder.resolve("spool").toString(),
                Size.parse("8GiB"),
                Size.parse("16MiB"),
                Size.parse("1GiB"),
                Duration.ofSeconds(5),
                Size.parse("32MiB"),
                Duration.ofSeconds(1));
        try (Spool spool = Spool.open(config, "local", Clock.systemUTC(), new SimpleMeterRegistry())) {
            for (int round = 0; round < 2; round++) {
                System.out.printf("appends of 1, one after the other %,9.0f records/s%n", appended(spool, 1, 1));
                System.out.printf("appends of 1, 64 under way        %,9.0f records/s%n", appended(spool, 1, 64));
                System.out.printf("appends of 100, one at a time     %,9.0f records/s%n", appended(spool, 100, 1));
                System.out.printf("appends of 100, 64 under way      %,9.0f records/s%n", appended(spool, 100, 64));
                System.out.printf("%s%n", spool.state());
                System.out.printf("read and drained                  %,9.0f records/s%n", drained(spool));
            }
        }
    }

    private static double fsyncs(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(16 << 20);
            channel.write(zeros, 0);
            channel.force(true);
            long began = System.nanoTime();
            long count = 0;
            while (System.nanoTime() - began < SECONDS * 1_000_000_000L / 3) {
                channel.write(zeros.clear().limit(600), count % 20_000 * 600);
                channel.force(false);
                count++;
            }
            return count * 1e9 / (System.nanoTime() - began);
        }
    }

    private static double appended(Spool spool, int batch, int underWay) throws InterruptedException {
        List<ProducerRecord<byte[], byte[]>> records =
                IntStream.range(0, batch).mapToObj(SpoolSpeed::record).toList();
        Semaphore room = new Semaphore(underWay);
        AtomicLong done = new AtomicLong();
        long began = System.nanoTime();
        while (System.nanoTime() - began < SECONDS * 1_000_000_000L) {
            room.acquire();
            spool.append(records).whenComplete((v, refused) -> {
                if (refused == null) {
                    done.addAndGet(batch);
                }
                room.release();
            });
        }
        room.acquire(underWay);
        return done.get() * 1e9 / (System.nanoTime() - began);
    }

    private static double drained(Spool spool) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long cpu = threads.getCurrentThreadCpuTime();
        long began = System.nanoTime();
        long count = 0;
        for (List<Spooled> some = spool.read(1 << 20); !some.isEmpty(); some = spool.read(1 << 20)) {
            count += some.size();
            spool.drained(some.get(some.size() - 1).number() + 1);
        }
        double rate = count * 1e9 / (System.nanoTime() - began);
        System.out.printf(
                "processor for reading and draining   %.2f µs/record%n",
                (threads.getCurrentThreadCpuTime() - cpu) / 1e3 / count);
        return rate;
    }

    /** As large as a player's event with its attributes. */
    private static ProducerRecord<byte[], byte[]> record(int i) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>("hw.events", i % 12, ("session-" + i).getBytes(UTF_8), new byte[200]);
        for (String header : List.of(
                "ce_specversion",
                "ce_source",
                "ce_dialect",
                "ce_region",
                "ce_jurisdiction",
                "ce_acceptedat",
                "ce_id",
                "ce_type",
                "ce_time",
                "ce_partitionkey",
                "ce_edge",
                "ce_seq",
                "content-type")) {
            record.headers().add(header, ("some value of " + i).getBytes(UTF_8));
        }
        return record;
    }
}

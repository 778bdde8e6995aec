package io.headwater.collector.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.config.Size;
import io.headwater.deploy.testkit.FakeClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A folder that spools are opened in, one after the other, and what a test wants of them. */
final class SpoolFolder {
    static final Size SEGMENT = Size.parse("64KiB");
    private static final int ALL = Integer.MAX_VALUE;

    final FaultyDisk disk = new FaultyDisk();
    final FakeClock clock = FakeClock.start();
    private final Path path;
    private SpoolConfig config;
    SimpleMeterRegistry meters = new SimpleMeterRegistry();

    SpoolFolder(Path path) {
        this.path = path;
        this.config = new SpoolConfig(
                path.toString(),
                Size.parse("1MiB"),
                SEGMENT,
                Size.parse("0B"),
                Duration.ofSeconds(30),
                Size.parse("1MiB"),
                Duration.ofMillis(5));
    }

    SpoolFolder config(UnaryOperator<SpoolConfig> change) {
        config = change.apply(config);
        return this;
    }

    SpoolFolder syncWithin(Duration within) {
        return config(c -> new SpoolConfig(
                c.dir(), c.maxBytes(), c.segmentBytes(), c.reserve(), within, c.queue(), c.retryAfter()));
    }

    SpoolFolder maxBytes(String maxBytes) {
        return config(c -> new SpoolConfig(
                c.dir(),
                Size.parse(maxBytes),
                c.segmentBytes(),
                c.reserve(),
                c.syncWithin(),
                c.queue(),
                c.retryAfter()));
    }

    SpoolFolder reserve(String reserve) {
        return config(c -> new SpoolConfig(
                c.dir(),
                c.maxBytes(),
                c.segmentBytes(),
                Size.parse(reserve),
                c.syncWithin(),
                c.queue(),
                c.retryAfter()));
    }

    SpoolFolder queue(String queue) {
        return config(c -> new SpoolConfig(
                c.dir(),
                c.maxBytes(),
                c.segmentBytes(),
                c.reserve(),
                c.syncWithin(),
                Size.parse(queue),
                c.retryAfter()));
    }

    /** Opens the spool as a new process would: with meters at zero. */
    Spool open() {
        meters = new SimpleMeterRegistry();
        return Spool.open(config, clock, new SpoolMeters(meters, "local"), disk);
    }

    /** The same folder as a process that is killed now leaves it, for another to find. */
    SpoolFolder killed(Path elsewhere) {
        try {
            if (Files.exists(elsewhere)) {
                for (Path file : files(elsewhere.resolve(Quarantine.FOLDER))) {
                    Files.delete(file);
                }
                for (Path file : files(elsewhere)) {
                    Files.delete(file);
                }
            }
            Files.createDirectories(elsewhere.resolve(Quarantine.FOLDER));
            for (Path file : files(path)) {
                if (Files.isRegularFile(file) && !file.endsWith(SpoolLock.NAME)) {
                    Files.copy(file, elsewhere.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.createFile(elsewhere.resolve(SpoolLock.NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SpoolFolder(elsewhere)
                .config(c -> new SpoolConfig(
                        elsewhere.toString(),
                        config.maxBytes(),
                        config.segmentBytes(),
                        config.reserve(),
                        config.syncWithin(),
                        config.queue(),
                        config.retryAfter()));
    }

    double count(String meter) {
        return meters.get(meter).counter().count();
    }

    Path path() {
        return path;
    }

    /** The segments there are, by name. */
    List<Path> segments() {
        return files(path).stream()
                .filter(file -> Segment.first(file).isPresent())
                .toList();
    }

    List<Path> quarantined() {
        return files(path.resolve(Quarantine.FOLDER));
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ProducerRecord<byte[], byte[]> record(String value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>("hw.events", 3, value.getBytes(UTF_8), value.getBytes(UTF_8));
        record.headers().add("ce_id", value.getBytes(UTF_8));
        return record;
    }

    static List<ProducerRecord<byte[], byte[]>> records(String... values) {
        return Stream.of(values).map(SpoolFolder::record).toList();
    }

    /** Records of these numbers, each about {@code bytes} large. */
    static List<ProducerRecord<byte[], byte[]>> large(int bytes, int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(number -> record(Integer.toString(number)))
                .map(record -> new ProducerRecord<>(
                        record.topic(),
                        3,
                        record.key(),
                        filled(bytes, Arrays.hashCode(record.key())),
                        record.headers()))
                .toList();
    }

    private static byte[] filled(int bytes, int seed) {
        byte[] value = new byte[bytes];
        new Random(seed).nextBytes(value); // nothing that could be compressed
        return value;
    }

    static void append(Spool spool, List<ProducerRecord<byte[], byte[]>> records) {
        join(spool, records);
    }

    /** Appends each value on its own, and waits for it. */
    static void append(Spool spool, String... values) {
        for (String value : values) {
            join(spool, records(value));
        }
    }

    private static void join(Spool spool, List<ProducerRecord<byte[], byte[]>> records) {
        try {
            spool.append(records).toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException refused ? refused : new IllegalStateException(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Why an append is refused. */
    static SpoolRefused.Reason refusal(Spool spool, List<ProducerRecord<byte[], byte[]>> records) {
        try {
            join(spool, records);
        } catch (SpoolRefused e) {
            return e.reason();
        }
        throw new AssertionError("the append was not refused");
    }

    /** Everything there is to read now. */
    static List<Spooled> read(Spool spool) {
        List<Spooled> all = new ArrayList<>();
        for (List<Spooled> some = spool.read(ALL); !some.isEmpty(); some = spool.read(ALL)) {
            all.addAll(some);
        }
        return all;
    }

    static List<String> keys(List<Spooled> records) {
        return records.stream()
                .map(one -> new String(one.record().key(), UTF_8))
                .toList();
    }

    static List<Long> numbers(List<Spooled> records) {
        return records.stream().map(Spooled::number).toList();
    }
}

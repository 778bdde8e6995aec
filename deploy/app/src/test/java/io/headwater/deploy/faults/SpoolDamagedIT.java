package io.headwater.deploy.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Life;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.testkit.Receipt;
import io.headwater.deploy.testkit.Reconciler;
import io.headwater.deploy.testkit.inject.DiskFault;
import io.headwater.deploy.testkit.rows.RowRun;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** What the disk gives back is not what was written, or it gives nothing back. */
@Faults
@Tag("faults")
class SpoolDamagedIT {
    private static final Map<String, String> SMALL_SEGMENTS = Map.of("HEADWATER_SPOOL_SEGMENT_BYTES", "64KiB");
    private static final int CLIENTS = 4;
    private static final int REQUESTS = 500;

    @TempDir
    Path folder;

    private Pipeline pipeline;

    @BeforeEach
    void mend(Grounds grounds) {
        pipeline = grounds.pipeline();
    }

    @FaultRow(
            number = 8,
            name = "a torn tail, a cut tail, a flipped bit in the middle of the spool",
            injected = "the files are edited between two lives",
            expected = "tails end the reading; damage in the middle costs its batch, counted and kept, and no other")
    void damaged(RowRun run) {
        damaged("torn", SpoolDamagedIT::tear, run);
        damaged("cut", SpoolDamagedIT::cut, run);
        damaged("flipped", spool -> flip(spool, run), run);
    }

    @FaultRow(
            number = 25,
            name = "the spool cannot be read while it drains",
            injected = "a library before read that answers EIO, for 3 s",
            expected = "nothing is skipped unseen; drained once the disk reads again",
            duplicates = Integer.MAX_VALUE)
    void unreadable(RowRun run) {
        Rows.need(DiskFault.missing());
        DiskFault disk = DiskFault.in(folder.resolve("fault"));
        pipeline.restartCollector(Life.with(disk.environment()).and(SMALL_SEGMENTS));
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            pipeline.kafka().proxy().refuse();
            Clients.join(trial.sending(trial.traffic(REQUESTS), CLIENTS));
            disk.unreadable();
            pipeline.kafka().proxy().pass();
            Rows.lasts(Duration.ofSeconds(3));
            assertThat(disk.failures()).isPositive();
            disk.heal();
            judge(trial, run);
        }
    }

    /** What is done to the files of a spool. */
    private interface Damage {
        void to(Path spool) throws IOException;
    }

    private void damaged(String name, Damage damage, RowRun run) {
        pipeline.restartCollector(Life.with(SMALL_SEGMENTS));
        try (Trial trial = Trial.on(pipeline, run, folder.resolve(name))) {
            pipeline.kafka().proxy().refuse();
            Clients.join(trial.sending(trial.traffic(name, REQUESTS), CLIENTS));
            pipeline.collector().kill9();
            damage.to(pipeline.spool());
            pipeline.kafka().proxy().pass();
            long back = System.nanoTime();
            pipeline.startCollector(Life.with(SMALL_SEGMENTS));
            trial.wholeAgain(back, name);
            judge(trial, run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * No more events may be missing than the spool counts as damaged, and the ledger knows of exactly those; they are kept, as
     * a dead letter is. What had come to Kafka just before its segment could not be read is damaged, and there all the same.
     */
    private void judge(Trial trial, RowRun run) {
        pipeline.awaitSettled();
        List<Receipt> received = trial.received();
        Set<Receipt> missing =
                Reconciler.judge(trial.clients().account(), received, List.of()).lost();
        long counted = (long) (pipeline.meter(pipeline.collector(), "headwater_spool_corrupt\\w*")
                + pipeline.meter(pipeline.collector(), "headwater_spool_quarantined\\w*"));
        assertThat((long) missing.size()).isLessThanOrEqualTo(counted);
        trial.agree(missing.size());
        if (!missing.isEmpty()) {
            run.note(missing.size() + " events damaged, counted and kept");
        }
        run.judged(Reconciler.judge(trial.clients().account(), received, missing), received.size(), missing.size());
    }

    /** Half a batch behind the last whole one. */
    private static void tear(Path spool) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(newest(spool).toFile(), "rw")) {
            long end = end(file);
            byte[] half = new byte[(int) Math.min(200, end)];
            file.seek(0);
            file.readFully(half);
            file.seek(end);
            file.write(half);
        }
    }

    /** The space prepared behind the last batch is gone. */
    private static void cut(Path spool) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(newest(spool).toFile(), "rw")) {
            file.setLength(end(file));
        }
    }

    private static void flip(Path spool, RowRun run) throws IOException {
        Path oldest = segments(spool).get(0);
        byte[] bytes = Files.readAllBytes(oldest);
        int at = bytes.length / 4 + run.random().nextInt(bytes.length / 4);
        bytes[at] ^= (byte) (1 << run.random().nextInt(8));
        Files.write(oldest, bytes);
    }

    private static Path newest(Path spool) throws IOException {
        List<Path> segments = segments(spool);
        return segments.get(segments.size() - 1);
    }

    private static List<Path> segments(Path spool) throws IOException {
        try (Stream<Path> files = Files.list(spool)) {
            List<Path> segments = files.filter(
                            file -> file.getFileName().toString().matches("\\d+\\.log"))
                    .sorted()
                    .toList();
            assertThat(segments).hasSizeGreaterThan(1);
            return segments;
        }
    }

    /** Behind the last byte that is not zero. */
    private static long end(RandomAccessFile file) throws IOException {
        byte[] all = new byte[(int) file.length()];
        file.seek(0);
        file.readFully(all);
        int end = all.length;
        while (end > 0 && all[end - 1] == 0) {
            end--;
        }
        return end;
    }
}

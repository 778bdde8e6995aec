package io.headwater.deploy.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Life;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.testkit.ClientJournal;
import io.headwater.deploy.testkit.Receipt;
import io.headwater.deploy.testkit.Reconciler;
import io.headwater.deploy.testkit.Verdict;
import io.headwater.deploy.testkit.inject.DiskFault;
import io.headwater.deploy.testkit.inject.Mount;
import io.headwater.deploy.testkit.inject.PowerSwitch;
import io.headwater.deploy.testkit.inject.PowerSwitch.Crashed;
import io.headwater.deploy.testkit.rows.RowRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power of an edge fails while it spools under load. What its disk held at that moment is mounted, and another life of
 * the collector drains it: everything acknowledged until then must arrive.
 */
@Faults
class PowerCutIT {
    private static final long DISK = 96L * 1024 * 1024;
    private static final int CLIENTS = 8;

    @TempDir
    Path folder;

    private Pipeline pipeline;

    /** The router forgets: each image drains the same events, and is judged by what arrives of its own. */
    @BeforeEach
    void mend(Grounds grounds) {
        pipeline = grounds.pipeline();
        pipeline.restartRouter(Life.with(Map.of("HEADWATER_DUPLICATES_WINDOW", "0s")));
    }

    /** What was acknowledged at a moment, and the disk as it was no sooner than that. */
    private record Cut(Path acknowledged, Crashed disk) {}

    @FaultRow(
            number = 7,
            name = "power cut of an edge, twice while it spools and once while it drains",
            injected = "copies of the block image under its file system",
            expected = "everything acknowledged is in the image",
            duplicates = Integer.MAX_VALUE)
    void threeTimes(RowRun run) {
        cut(run, 2, 1);
    }

    @Tag("faults")
    @FaultRow(
            number = 7,
            name = "power cut of an edge, sixteen times while it spools and six times while it drains",
            injected = "copies of the block image under its file system",
            expected = "everything acknowledged is in the image",
            duplicates = Integer.MAX_VALUE)
    void manyTimes(RowRun run) {
        cut(run, 16, 6);
    }

    /** The judge sees what this row is there to see: a kill would not show this bug, as the page cache outlives it. */
    @FaultRow(
            number = 0,
            name = "planted: the edge answers before the fsync",
            injected = "an fsync that lies, and a power cut",
            expected = "LOST",
            duplicates = Integer.MAX_VALUE)
    void showsAnAnswerBeforeTheFsync(RowRun run) {
        Rows.need(PowerSwitch.missing());
        Rows.need(DiskFault.missing());
        DiskFault disk = DiskFault.in(folder.resolve("fault"));
        disk.lie();
        try (PowerSwitch power = PowerSwitch.disk(folder.resolve("power"), DISK);
                Trial trial = Trial.on(pipeline, run, folder)) {
            Cut cut = whileSpooling(trial, run, power, 1, disk.environment()).get(0);
            judge(cut, trial, run, true);
        }
    }

    private void cut(RowRun run, int spooling, int draining) {
        Rows.need(PowerSwitch.missing());
        try (PowerSwitch power = PowerSwitch.disk(folder.resolve("power"), DISK);
                Trial trial = Trial.on(pipeline, run, folder)) {
            whileSpooling(trial, run, power, spooling, Map.of()).forEach(cut -> judge(cut, trial, run, false));
            long gone = inNoImage(trial);
            trial.agree(gone, gone);
        }
        for (int i = 0; i < draining; i++) {
            Path own = folder.resolve("draining-" + i);
            try (PowerSwitch power = PowerSwitch.disk(own.resolve("power"), DISK);
                    Trial trial = Trial.on(pipeline, run, own)) {
                whileDraining(trial, run, power, "draining-" + i);
            }
        }
        run.note((spooling + draining) + " images");
    }

    /** Cuts the power so many times, at moments by chance, while clients are answered out of the spool. */
    private List<Cut> whileSpooling(
            Trial trial, RowRun run, PowerSwitch power, int times, Map<String, String> environment) {
        pipeline.restartCollector(spoolingTo(power.folder()).and(environment));
        pipeline.kafka().proxy().refuse();
        CompletableFuture<Void> sending = trial.sending(trial.traffic("spooling", 4_000), CLIENTS);
        List<Cut> cuts = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long next = trial.clients().answers().spooled() + 10 + run.random().nextInt(100);
            await("more acknowledged")
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> trial.clients().answers().spooled() >= next);
            cuts.add(new Cut(copied(trial.clients().journal(), "acknowledged-" + i), power.crash()));
        }
        assertThat(sending).isNotDone();
        pipeline.collector().kill9();
        trial.clients().close();
        pipeline.kafka().proxy().pass();
        return cuts;
    }

    /** Starts another life on what the cut left and judges what comes out of it. */
    private void judge(Cut cut, Trial trial, RowRun run, boolean planted) {
        int before = trial.count();
        try (Mount disk = cut.disk().mount()) {
            pipeline.startCollector(spoolingTo(disk.folder()));
            pipeline.awaitReady(pipeline.collector());
            pipeline.awaitSettled();
            List<Receipt> all = trial.received();
            List<Receipt> received = all.subList(before, all.size());
            Verdict verdict = Reconciler.judge(
                    ClientJournal.readAsOf(cut.acknowledged(), trial.clients().journal()), received, List.of());
            pipeline.collector().terminate();
            pipeline.collector().awaitExit();
            if (planted) {
                run.judgedRed(verdict, received.size(), 0);
            } else {
                run.judged(verdict, received.size(), 0);
            }
        }
    }

    /** What was acknowledged after the last cut, before the collector was gone, is in none of the images. */
    private static long inNoImage(Trial trial) {
        return Reconciler.judge(trial.clients().account(), trial.received(), List.of())
                .lost()
                .size();
    }

    /** Cuts the power at a moment by chance while the spool drains. What had drained until then has arrived and counts. */
    private void whileDraining(Trial trial, RowRun run, PowerSwitch power, String name) {
        pipeline.restartCollector(spoolingTo(power.folder()));
        pipeline.kafka().proxy().refuse();
        Clients.join(trial.sending(trial.traffic(name, 600), CLIENTS));
        double left = pipeline.spooled() * (0.1 + 0.8 * run.random().nextDouble());
        pipeline.kafka().proxy().pass();
        await("partly drained")
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> pipeline.spooled() < left);
        pipeline.collector().pause();
        Crashed crashed = power.crash();
        pipeline.collector().kill9();
        try (Mount disk = crashed.mount()) {
            pipeline.startCollector(spoolingTo(disk.folder()));
            trial.judge();
            pipeline.collector().kill9();
        }
    }

    private static Life spoolingTo(Path disk) {
        return Life.with(Map.of(
                "HEADWATER_SPOOL_DIR", disk.resolve("spool").toString(),
                "HEADWATER_SPOOL_SEGMENT_BYTES", "256KiB",
                "HEADWATER_SPOOL_RESERVE", "1MiB",
                "HEADWATER_FORWARD_DRAIN_IN_FLIGHT_RECORDS", "200"));
    }

    private Path copied(Path journal, String name) {
        try {
            return Files.copy(journal, folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

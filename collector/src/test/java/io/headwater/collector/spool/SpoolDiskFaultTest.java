package io.headwater.collector.spool;

import static io.headwater.collector.spool.SpoolFolder.append;
import static io.headwater.collector.spool.SpoolFolder.keys;
import static io.headwater.collector.spool.SpoolFolder.large;
import static io.headwater.collector.spool.SpoolFolder.numbers;
import static io.headwater.collector.spool.SpoolFolder.read;
import static io.headwater.collector.spool.SpoolFolder.records;
import static io.headwater.collector.spool.SpoolFolder.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.headwater.collector.spool.FaultyDisk.Operation;
import io.headwater.collector.spool.SpoolRefused.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a spool does while its disk fails, stalls or is full. */
class SpoolDiskFaultTest {
    @TempDir
    Path temp;

    private SpoolFolder folder;

    @BeforeEach
    void useAFolder() {
        folder = new SpoolFolder(temp.resolve("spool"));
    }

    @Test
    void writesABatchAgainElsewhereAfterItsFsyncFailed() {
        try (Spool spool = folder.open()) {
            append(spool, "a");
            failOnce(Operation.FORCE);
            int before = folder.disk.done().size();
            append(spool, "b");
            append(spool, "c");

            assertThat(keys(read(spool))).containsExactly("a", "b", "c");
            assertThat(folder.count("headwater.spool.sync.failed")).isEqualTo(1);
            assertThat(spool.state().sealed()).isEqualTo(1);
            assertThat(spool.problem()).isEmpty();
            assertThat(folder.disk.done().subList(before, folder.disk.done().size()).stream()
                            .filter(done -> done.equals("FORCE 00000000000000000000.log")))
                    .as("never fsynced again")
                    .hasSize(1);
        }
    }

    @Test
    void deliversWhatWasWrittenTwiceOnce() {
        SpoolFolder left;
        try (Spool spool = folder.open()) {
            append(spool, "a");
            failOnce(Operation.FORCE);
            append(spool, "b", "c");
            left = folder.killed(temp.resolve("left"));
        }
        assertThat(left.segments()).hasSize(2);
        try (Spool spool = left.open()) {
            assertThat(keys(read(spool))).containsExactly("a", "b", "c");
            assertThat(left.count("headwater.spool.corrupt.records")).isZero();
        }
    }

    @Test
    void replacesASegmentWhoseVeryFirstBatchFailedEvenUnderAReader() {
        try (Spool spool = folder.open()) {
            append(spool, large(40_000, 0));
            assertThat(read(spool)).hasSize(1);
            AtomicBoolean failed = new AtomicBoolean();
            folder.disk.with((operation, path, position) -> {
                if (operation == Operation.WRITE && Segment.first(path).isPresent() && !failed.getAndSet(true)) {
                    assertThat(read(spool))
                            .as("it reads on into the new segment")
                            .isEmpty();
                    throw new IOException("Input/output error");
                }
            });
            append(spool, large(40_000, 1)); // in a segment of its own
            append(spool, "2");

            assertThat(numbers(read(spool))).containsExactly(1L, 2L);
            spool.drained(3);
            assertThat(spool.state().records()).isZero();
        }
    }

    @Test
    void refusesAndSaysSoAfterASecondFailureUntilTheDiskTakesWritesAgain() {
        try (Spool spool = folder.open()) {
            append(spool, "a");
            fail(Operation.FORCE);

            assertThat(refusal(spool, records("b"))).isEqualTo(Reason.FAILING);
            assertThat(spool.problem())
                    .hasValueSatisfying(problem -> assertThat(problem).contains("spool.dir"));
            assertThat(spool.state().failing()).isTrue();
            assertThat(refusal(spool, records("b"))).isEqualTo(Reason.FAILING);

            folder.disk.soundAgain();
            await().until(() -> spool.problem().isEmpty());
            append(spool, "c");
            assertThat(keys(read(spool))).containsExactly("a", "c");
        }
        try (Spool spool = folder.open()) {
            assertThat(keys(read(spool))).containsExactly("a", "c");
        }
    }

    @Test
    void refusesWhenFullBeforeAnythingIsWrittenAndTakesAgainOnceDrained() {
        try (Spool spool = folder.open()) {
            int taken = fill(spool);
            assertThat(taken).isBetween(90, 110); // a mebibyte in pieces of ten kilobytes
            assertThat(refusal(spool, large(10_000, 1, 2, 3))).isEqualTo(Reason.FULL);
            assertThat(spool.problem()).as("its disk is sound").isEmpty();
            append(spool, "small");

            List<Spooled> read = read(spool);
            assertThat(numbers(read)).hasSize(taken + 1).isSorted();
            spool.drained(taken / 2);
            await().untilAsserted(() -> assertThat(spool.state().capacity()).isGreaterThan(60_000));
            append(spool, large(10_000, 1, 2, 3));
            assertThat(keys(read(spool))).containsExactly("1", "2", "3");
        }
    }

    @Test
    void staysWithinItsLimit() {
        try (Spool spool = folder.open()) {
            fill(spool);
            long bytes = folder.segments().stream()
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            assertThat(bytes).isBetween(900_000L, 1L << 20);
        }
    }

    @Test
    void leavesTheReserveToOthers() {
        folder.reserve("1GiB");
        folder.disk.usable((1L << 30) + 150_000);
        try (Spool spool = folder.open()) {
            append(spool, large(10_000, 1));
            folder.disk.usable((1L << 30) + 50_000);

            assertThat(fill(spool)).isLessThanOrEqualTo(12);
            folder.disk.usable(1L << 40);
            await().untilAsserted(() -> assertThat(spool.state().capacity()).isGreaterThan(100_000));
            await().untilAsserted(() -> append(spool, large(10_000, 1, 2, 3)));
        }
    }

    @Test
    void meetsAFullDiskWhilePreparing() {
        try (Spool spool = folder.open()) {
            append(spool, "a");
            await().until(() -> spool.state().capacity() > 120_000);
            folder.disk.with((operation, path, position) -> {
                if (operation == Operation.WRITE && path.toString().endsWith(".spare")) {
                    throw new IOException("No space left on device");
                }
            });
            fill(spool);

            assertThat(spool.problem()).isEmpty();
            assertThat(folder.count("headwater.spool.sync.failed")).isZero();
            folder.disk.soundAgain();
            await().untilAsserted(() -> append(spool, large(30_000, 1)));
        }
    }

    @Test
    void isLateWhileTheDiskStallsAndGoesOnAfterwards() {
        folder.syncWithin(Duration.ofMillis(300)).queue("64KiB");
        CompletableFuture<Void> go = new CompletableFuture<>();
        try (Spool spool = folder.open()) {
            CompletableFuture<Void> first = stalled(spool, large(30_000, 0), go);
            CompletableFuture<Void> waiting = spool.append(large(30_000, 1)).toCompletableFuture();

            assertThat(reason(first)).isEqualTo(Reason.LATE);
            assertThat(reason(waiting)).isEqualTo(Reason.LATE);
            go.complete(null);
            await().ignoreExceptions().untilAsserted(() -> append(spool, large(60_000, 2))); // the queue is free again
            assertThat(keys(read(spool)))
                    .as("what was late may be there, what was not begun is not")
                    .startsWith("0", "2")
                    .doesNotContain("1");
            assertThat(folder.meters
                            .get("headwater.spool.refused")
                            .tag("reason", "late")
                            .counter()
                            .count())
                    .isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void holdsNoMoreThanItsQueue() {
        folder.queue("64KiB");
        CompletableFuture<Void> go = new CompletableFuture<>();
        try (Spool spool = folder.open()) {
            CompletableFuture<Void> first = stalled(spool, large(30_000, 0), go);
            CompletableFuture<Void> waiting = spool.append(large(30_000, 1)).toCompletableFuture();
            CompletableFuture<Void> tooMuch = spool.append(large(30_000, 2)).toCompletableFuture();

            assertThat(tooMuch).isCompletedExceptionally();
            assertThat(reason(tooMuch)).isEqualTo(Reason.LATE);
            assertThat(first).isNotDone();
            assertThat(waiting).isNotDone();
            go.complete(null);
            first.join();
            waiting.join();
            assertThat(keys(read(spool))).containsExactly("0", "1");
        }
    }

    @Test
    void takesOfAGroupWhatStillFits() {
        CompletableFuture<Void> go = new CompletableFuture<>();
        try (Spool spool = folder.open()) {
            fill(spool);
            CompletableFuture<Void> first = stalled(spool, records("first"), go);
            CompletableFuture<Void> small = spool.append(records("small")).toCompletableFuture();
            CompletableFuture<Void> big = spool.append(large(20_000, 1)).toCompletableFuture();
            CompletableFuture<Void> last = spool.append(records("last")).toCompletableFuture();
            go.complete(null);

            first.join();
            small.join();
            last.join();
            assertThat(reason(big)).isEqualTo(Reason.FULL);
            assertThat(keys(read(spool))).endsWith("first", "small", "last");
        }
    }

    /** Appends records whose fsync returns only once {@code go} completes; returns when it has begun. */
    private CompletableFuture<Void> stalled(
            Spool spool, List<ProducerRecord<byte[], byte[]>> records, CompletableFuture<Void> go) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        folder.disk.atSegmentFsync(path -> {
            reached.complete(null);
            go.join();
        });
        CompletableFuture<Void> append = spool.append(records).toCompletableFuture();
        reached.join();
        return append;
    }

    @Test
    void passesWhatTheDiskCannotReadAndCountsIt() {
        try (Spool spool = folder.open()) {
            append(spool, large(9_000, 0));
            append(spool, large(9_000, 1));
            append(spool, large(9_000, 2));
            AtomicBoolean whole = new AtomicBoolean(true);
            folder.disk.with((operation, path, position) -> {
                boolean ofSegment =
                        operation == Operation.READ && Segment.first(path).isPresent();
                if (ofSegment && (whole.getAndSet(false) || position == 12_288)) { // in the second batch
                    throw new IOException("Input/output error");
                }
            });

            assertThat(keys(read(spool))).containsExactly("0", "2");
            assertThat(folder.count("headwater.spool.corrupt.records")).isEqualTo(1);
            assertThat(folder.quarantined()).hasSize(1);
            spool.drained(3);
            assertThat(spool.state().records()).isZero();
        }
    }

    @Test
    void readsAgainWhatCouldNotBeReadOnce() {
        try (Spool spool = folder.open()) {
            append(spool, "a", "b");
            failOnce(Operation.READ);

            assertThat(keys(read(spool))).containsExactly("a", "b");
            assertThat(folder.count("headwater.spool.corrupt.records")).isZero();
        }
    }

    @Test
    void keepsItsPositionWhenAnotherCannotBeMadeDurable() {
        try (Spool spool = folder.open()) {
            append(spool, "a", "b");
            folder.disk.with((operation, path, position) -> {
                if (path.getFileName().toString().startsWith("position")) {
                    throw new IOException("Read-only file system");
                }
            });
            assertThatThrownBy(() -> spool.drained(1)).isInstanceOf(UncheckedIOException.class);
            assertThat(spool.state().records()).isEqualTo(2);

            folder.disk.soundAgain();
            spool.drained(1);
            assertThat(spool.state().records()).isEqualTo(1);
        }
    }

    @Test
    void givesItsSpareUpForThePositionOnAFullDisk() {
        try (Spool spool = folder.open()) {
            append(spool, "a", "b");
            await().until(() -> spares() == 1);
            folder.disk.with((operation, path, position) -> {
                if (operation == Operation.CREATE && spares() == 1) {
                    throw new IOException("No space left on device");
                }
            });

            await().ignoreExceptions().untilAsserted(() -> spool.drained(1)); // one being prepared is no spare yet
            assertThat(spool.state().records()).isEqualTo(1);
        }
    }

    private int spares() {
        String[] names = folder.path().toFile().list((dir, name) -> name.endsWith(".spare"));
        return names == null ? 0 : names.length;
    }

    @Test
    void cannotBeOpenedWhereNothingCanBeWritten() {
        folder.disk.with((operation, path, position) -> {
            if (operation == Operation.CREATE) {
                throw new IOException("Read-only file system");
            }
        });
        assertThatThrownBy(folder::open)
                .isInstanceOf(SpoolUnusable.class)
                .hasMessageContaining("spool.dir " + folder.path() + " cannot be read and written")
                .hasMessageContaining("Make it a folder");
        folder.disk.soundAgain();
        folder.open().close();
    }

    @Test
    void cannotBeOpenedWithoutRoomUnlessThereIsSomethingToDrain() {
        folder.reserve("1GiB");
        folder.disk.usable(1L << 30);
        assertThatThrownBy(folder::open)
                .isInstanceOf(SpoolUnusable.class)
                .hasMessageContaining("has no room")
                .hasMessageContaining("spool.reserve");

        folder.disk.usable(1L << 40);
        try (Spool spool = folder.open()) {
            append(spool, "a");
        }
        folder.disk.usable(1L << 30);
        try (Spool spool = folder.open()) {
            assertThat(keys(read(spool))).containsExactly("a");
            assertThat(refusal(spool, records("b"))).isEqualTo(Reason.FULL);
        }
    }

    private void fail(Operation operation) {
        folder.disk.with((asked, path, position) -> {
            if (asked == operation) {
                throw new IOException("Input/output error");
            }
        });
    }

    /** Fails the next such operation on a segment. */
    private void failOnce(Operation operation) {
        AtomicBoolean failed = new AtomicBoolean();
        folder.disk.with((asked, path, position) -> {
            if (asked == operation && Segment.first(path).isPresent() && failed.compareAndSet(false, true)) {
                throw new IOException("Input/output error");
            }
        });
    }

    /** Appends until the spool is full; how many it took. */
    private static int fill(Spool spool) {
        List<Integer> taken = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                append(spool, large(10_000, i));
                taken.add(i);
            }
        } catch (SpoolRefused e) {
            assertThat(e.reason()).isEqualTo(Reason.FULL);
        }
        return taken.size();
    }

    private static Reason reason(CompletableFuture<Void> append) {
        await().until(append::isDone);
        return append.handle((v, refused) -> ((SpoolRefused) refused).reason()).join();
    }
}

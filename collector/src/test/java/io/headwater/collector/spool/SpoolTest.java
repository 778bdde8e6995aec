package io.headwater.collector.spool;

import static io.headwater.collector.spool.SpoolFolder.append;
import static io.headwater.collector.spool.SpoolFolder.keys;
import static io.headwater.collector.spool.SpoolFolder.large;
import static io.headwater.collector.spool.SpoolFolder.numbers;
import static io.headwater.collector.spool.SpoolFolder.read;
import static io.headwater.collector.spool.SpoolFolder.records;
import static io.headwater.collector.spool.SpoolFolder.refusal;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.headwater.collector.spool.SpoolRefused.Reason;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    @TempDir
    Path temp;

    private SpoolFolder folder;

    @BeforeEach
    void useAFolder() {
        folder = new SpoolFolder(temp.resolve("spool"));
    }

    @Test
    void givesBackWhatWasAppendedInOrderAndNumbered() {
        try (Spool spool = folder.open()) {
            append(spool, records("a", "b"));
            append(spool, "c");

            List<Spooled> read = read(spool);
            assertThat(keys(read)).containsExactly("a", "b", "c");
            assertThat(numbers(read)).containsExactly(0L, 1L, 2L);
            assertThat(read(spool)).isEmpty();
        }
    }

    @Test
    void keepsEveryByteOfARecord() {
        byte[] value = new byte[2 << 20];
        new Random(1).nextBytes(value);
        List<Header> headers = List.of(
                new RecordHeader("twice", new byte[] {1}),
                new RecordHeader("twice", new byte[] {2}),
                new RecordHeader("hw_spool", new byte[] {3}),
                new RecordHeader("äöü", new byte[0]),
                new RecordHeader("none", null));
        List<ProducerRecord<byte[], byte[]>> records = List.of(
                new ProducerRecord<>("hw.events", 7, 123L, new byte[] {0, -1}, value, headers),
                new ProducerRecord<>("hw.rejected", null, null, null, new byte[0], List.of()),
                new ProducerRecord<>("hw.events", 0, 0L, new byte[0], null, headers));
        folder.maxBytes("16MiB");
        try (Spool spool = folder.open()) {
            append(spool, records);
        }
        try (Spool spool = folder.open()) {
            List<Spooled> read = read(spool);
            assertThat(read).hasSameSizeAs(records);
            for (int i = 0; i < records.size(); i++) {
                ProducerRecord<byte[], byte[]> was = records.get(i);
                ProducerRecord<byte[], byte[]> is = read.get(i).record();
                assertThat(is.topic()).isEqualTo(was.topic());
                assertThat(is.partition()).isEqualTo(was.partition());
                assertThat(is.timestamp()).isEqualTo(was.timestamp());
                assertThat(is.key()).isEqualTo(was.key());
                assertThat(is.value()).isEqualTo(was.value());
                assertThat(is.headers()).isEqualTo(was.headers());
            }
        }
    }

    @Test
    void keepsTheOrderOfCallsAndCompletesInIt() {
        try (Spool spool = folder.open()) {
            List<Integer> completed = Collections.synchronizedList(new ArrayList<>());
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                int number = i;
                all.add(spool.append(large(100, i))
                        .thenRun(() -> completed.add(number))
                        .toCompletableFuture());
            }
            all.forEach(CompletableFuture::join);

            assertThat(completed).hasSize(500).isSorted();
            assertThat(numbers(read(spool))).hasSize(500).isSorted();
        }
    }

    @Test
    void manyWaitingAppendsShareOneFsync() {
        try (Spool spool = folder.open()) {
            append(spool, "first");
            CompletableFuture<Void> go = new CompletableFuture<>();
            AtomicInteger forced = new AtomicInteger();
            folder.disk.atSegmentFsync(path -> {
                forced.incrementAndGet();
                go.join();
            });
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(spool.append(records("x" + i)).toCompletableFuture());
            }
            go.complete(null);
            all.forEach(CompletableFuture::join);

            assertThat(forced).hasValueLessThanOrEqualTo(3);
            assertThat(read(spool)).hasSize(101);
        }
    }

    @Test
    void isNotAcknowledgedBeforeTheFsync() {
        try (Spool spool = folder.open()) {
            append(spool, "first");
            CompletableFuture<Void> go = new CompletableFuture<>();
            CompletableFuture<Void> reached = new CompletableFuture<>();
            folder.disk.atSegmentFsync(path -> {
                reached.complete(null);
                go.join();
            });
            CompletableFuture<Void> appended = spool.append(records("a")).toCompletableFuture();
            reached.join();
            assertThat(appended).isNotDone();
            assertThat(keys(read(spool))).containsExactly("first");
            go.complete(null);
            appended.join();
        }
    }

    @Test
    void readsNoMoreThanAskedForButAlwaysSomething() {
        try (Spool spool = folder.open()) {
            append(spool, large(1000, 0, 1, 2, 3, 4, 5));

            assertThat(spool.read(1)).hasSize(1);
            assertThat(spool.read(2500)).hasSize(3);
            assertThat(spool.read(100_000)).hasSize(2);
        }
    }

    @Test
    void goesOnAcrossSegments() {
        try (Spool spool = folder.open()) {
            for (int i = 0; i < 40; i++) {
                append(spool, large(10_000, i));
            }

            assertThat(folder.segments()).hasSizeGreaterThan(5);
            assertThat(numbers(read(spool))).hasSize(40).isSorted();
        }
        try (Spool spool = folder.open()) {
            assertThat(numbers(read(spool))).hasSize(40).isSorted();
        }
    }

    @Test
    void takesAnAppendLargerThanASegmentAsAWhole() {
        try (Spool spool = folder.open()) {
            append(spool, "a");
            append(spool, large(50_000, 1, 2, 3, 4));
            append(spool, "z");

            assertThat(keys(read(spool))).containsExactly("a", "1", "2", "3", "4", "z");
        }
        try (Spool spool = folder.open()) {
            assertThat(keys(read(spool))).containsExactly("a", "1", "2", "3", "4", "z");
        }
    }

    @Test
    void drainedRecordsAreGoneAfterARestartAndNumbersGoOn() {
        try (Spool spool = folder.open()) {
            append(spool, "a", "b", "c");
            spool.drained(2);
        }
        try (Spool spool = folder.open()) {
            assertThat(keys(read(spool))).containsExactly("c");
            spool.drained(3);
            assertThat(folder.segments()).isEmpty();
        }
        try (Spool spool = folder.open()) {
            assertThat(read(spool)).isEmpty();
            append(spool, "d");
            assertThat(numbers(read(spool))).containsExactly(3L);
        }
    }

    @Test
    void deletesSegmentsOnceAllOfThemIsDrained() {
        try (Spool spool = folder.open()) {
            for (int i = 0; i < 40; i++) {
                append(spool, large(10_000, i));
            }
            int before = folder.segments().size();
            spool.drained(5);
            assertThat(folder.segments()).hasSize(before);
            spool.drained(20);
            assertThat(folder.segments().size()).isBetween(before - 4, before - 2);
            spool.drained(40);
            assertThat(folder.segments()).hasSize(1);
        }
    }

    @Test
    void makesThePositionDurableBeforeItDeletesAnything() {
        try (Spool spool = folder.open()) {
            for (int i = 0; i < 10; i++) {
                append(spool, large(10_000, i));
            }
            int before = folder.disk.done().size();
            spool.drained(7);

            assertThat(folder.disk.done().subList(before, folder.disk.done().size()))
                    .filteredOn(done -> !done.contains("spare"))
                    .startsWith(
                            "CREATE position.tmp",
                            "FORCE position.tmp",
                            "RENAME position",
                            "SYNC_FOLDER spool",
                            "DELETE 00000000000000000000.log");
        }
    }

    @Test
    void tellsOfRecordsAfterReadingCameBackEmpty() {
        try (Spool spool = folder.open()) {
            AtomicInteger told = new AtomicInteger();
            spool.whenReadable(told::incrementAndGet);
            assertThat(told).hasValue(0);

            append(spool, "a");
            await().until(() -> told.get() == 1);
            append(spool, "b");
            assertThat(keys(read(spool))).containsExactly("a", "b");
            append(spool, "c");
            await().until(() -> told.get() == 2);
        }
        try (Spool spool = folder.open()) {
            AtomicInteger told = new AtomicInteger();
            spool.whenReadable(told::incrementAndGet);
            assertThat(told).hasValue(1);
        }
    }

    @Test
    void tellsOfRecordsThatCameBeforeAnybodyAskedToBeToldAndOfNoneThatAreRead() {
        try (Spool spool = folder.open()) {
            assertThat(read(spool)).isEmpty();
            append(spool, "a", "b");
            AtomicInteger told = new AtomicInteger();
            spool.whenReadable(told::incrementAndGet);
            assertThat(told).as("came in between").hasValue(1);

            assertThat(keys(read(spool))).containsExactly("a", "b");
            spool.whenReadable(told::incrementAndGet);
            assertThat(told).as("read, though not drained").hasValue(1);
        }
    }

    @Test
    void goesOnReadingAfterItsThreadWasInterrupted() {
        try (Spool spool = folder.open()) {
            append(spool, "a");
            assertThat(keys(spool.read(1))).containsExactly("a");
            append(spool, "b");
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> spool.read(1)).isInstanceOf(UncheckedIOException.class);
            assertThat(Thread.interrupted()).isTrue();

            assertThat(keys(read(spool))).containsExactly("b");
            assertThat(folder.count("headwater.spool.corrupt.records")).isZero();
        }
    }

    @Test
    void showsEveryUndrainedRecordWithoutTakingItFromReading() {
        try (Spool spool = folder.open()) {
            append(spool, "a", "b", "c");
            spool.drained(1);
        }
        try (Spool spool = folder.open()) {
            List<Spooled> seen = new ArrayList<>();
            spool.forEachUndrained(seen::add);

            assertThat(keys(seen)).containsExactly("b", "c");
            assertThat(keys(read(spool))).containsExactly("b", "c");
        }
    }

    @Test
    void anEmptyAppendIsDurableAtOnce() {
        try (Spool spool = folder.open()) {
            assertThat(spool.append(List.of()).toCompletableFuture()).isCompleted();
        }
    }

    @Test
    void takesNothingOnceClosed() {
        Spool spool = folder.open();
        append(spool, "a");
        spool.close();

        assertThat(refusal(spool, records("b"))).isEqualTo(Reason.CLOSED);
        try (Spool again = folder.open()) {
            assertThat(keys(read(again))).containsExactly("a");
        }
    }

    @Test
    void isOpenedOnceAtATime() {
        Spool spool = folder.open();
        assertThatThrownBy(folder::open)
                .isInstanceOf(SpoolUnusable.class)
                .hasMessageContaining("spool.dir " + folder.path())
                .hasMessageContaining("in use by this process");
        append(spool, "a");
        spool.close();
        try (Spool again = folder.open()) {
            assertThat(keys(read(again))).containsExactly("a");
        }
    }

    @Test
    void leavesNothingBehindButWhatItNeeds() {
        folder.open().close();

        assertThat(temp.resolve("spool").toFile().list()).containsExactlyInAnyOrder("lock", "position", "quarantine");
    }

    @Test
    void knowsHowMuchItHoldsAndSinceWhen() {
        try (Spool spool = folder.open()) {
            assertThat(spool.state().records()).isZero();
            assertThat(spool.state().oldest()).isEmpty();
            long capacity = spool.state().capacity();

            append(spool, "a");
            folder.clock.advance(Duration.ofMinutes(5));
            append(spool, "b");

            assertThat(spool.state().records()).isEqualTo(2);
            assertThat(spool.state().oldest()).contains(folder.clock.instant().minusSeconds(300));
            assertThat(spool.state().bytes()).isBetween(100L, 1000L);
            assertThat(spool.state().capacity()).isLessThan(capacity);
            assertThat(folder.meters.get("headwater.spool.oldest").gauge().value())
                    .isEqualTo(300);

            spool.drained(1);
            assertThat(spool.state().records()).isEqualTo(1);
            assertThat(spool.state().oldest()).contains(folder.clock.instant());
            spool.drained(2);
            assertThat(spool.state().oldest()).isEmpty();
        }
    }

    @Test
    void countsByTheEquation() {
        try (Spool spool = folder.open()) {
            append(spool, "a", "b", "c", "d");
            List<Spooled> read = read(spool);
            spool.quarantine(read.get(1), "too large");
            spool.drained(3);

            assertThat(folder.count("headwater.spool.appended")).isEqualTo(4);
            assertThat(folder.count("headwater.spool.drained")).isEqualTo(2);
            assertThat(folder.count("headwater.spool.quarantined")).isEqualTo(1);
            assertThat(folder.meters.get("headwater.spool.records").gauge().value())
                    .isEqualTo(1);
        }
    }

    @Test
    void quarantinesWhatKafkaRefusesOnceWithTheReason() {
        try (Spool spool = folder.open()) {
            append(spool, "a", "b");
            spool.quarantine(read(spool).get(0), "RecordTooLargeException");
        }
        assertThat(folder.quarantined())
                .singleElement()
                .satisfies(file -> assertThat(file).hasFileName("00000000000000000000.refused"))
                .satisfies(file -> assertThat(file).content(ISO_8859_1).contains("RecordTooLargeException"));
        try (Spool spool = folder.open()) {
            List<Spooled> read = read(spool);
            assertThat(keys(read)).containsExactly("a", "b");
            spool.quarantine(read.get(0), "RecordTooLargeException");
            assertThat(folder.count("headwater.spool.quarantined")).isZero();
            spool.drained(1);
            assertThat(folder.count("headwater.spool.drained")).isZero();
        }
    }
}

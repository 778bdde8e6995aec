package io.headwater.collector.spool;

import static io.headwater.collector.spool.SpoolFolder.append;
import static io.headwater.collector.spool.SpoolFolder.keys;
import static io.headwater.collector.spool.SpoolFolder.large;
import static io.headwater.collector.spool.SpoolFolder.numbers;
import static io.headwater.collector.spool.SpoolFolder.read;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a spool finds when it is opened on what another left behind. */
class SpoolRecoveryTest {
    private static final String CORRUPT = "headwater.spool.corrupt.records";

    @TempDir
    Path temp;

    private SpoolFolder folder;

    @BeforeEach
    void useAFolder() {
        folder = new SpoolFolder(temp.resolve("spool"));
    }

    @Test
    void findsEverythingAKilledProcessAcknowledged() {
        SpoolFolder left;
        try (Spool spool = folder.open()) {
            for (int i = 0; i < 12; i++) {
                append(spool, large(10_000, i));
            }
            left = folder.killed(temp.resolve("left"));
        }
        try (Spool spool = left.open()) {
            assertThat(numbers(read(spool))).containsExactlyElementsOf(to(12));
            append(spool, "next");
            assertThat(numbers(read(spool))).containsExactly(12L);
            assertThat(left.count(CORRUPT)).isZero();
        }
    }

    @Test
    void cutsATornTail() {
        SpoolFolder left = threeAppends();
        Damaged segment = new Damaged(left.segments().get(0));
        List<Integer> batches = segment.batches();
        segment.zero(batches.get(3) - 5, batches.get(3));

        try (Spool spool = left.open()) {
            assertThat(keys(read(spool))).containsExactly("a", "b");
            assertThat(left.count(CORRUPT)).isZero();
            assertThat(left.quarantined()).isEmpty();
            append(spool, "d");
            assertThat(numbers(read(spool))).containsExactly(2L);
        }
    }

    @Test
    void passesDamageInTheMiddleOfTheLastSegmentAndKeepsItsBytes() {
        SpoolFolder left = threeAppends();
        Damaged segment = new Damaged(left.segments().get(0));
        List<Integer> batches = segment.batches();
        segment.flip(batches.get(1) + 70, 3);
        byte[] damaged = segment.bytes();

        try (Spool spool = left.open()) {
            assertThat(keys(read(spool))).containsExactly("a", "c");
            assertThat(left.count(CORRUPT)).isEqualTo(1);
            assertThat(spool.state().records()).isEqualTo(2);
            assertThat(left.quarantined()).singleElement().satisfies(file -> {
                assertThat(file).hasFileName("00000000000000000001-00000000000000000002.damaged");
                assertThat(new Damaged(file).bytes())
                        .isEqualTo(java.util.Arrays.copyOfRange(damaged, batches.get(1), batches.get(2)));
            });
        }
        try (Spool spool = left.open()) {
            assertThat(keys(read(spool))).containsExactly("a", "c");
            assertThat(left.count(CORRUPT)).as("counted once").isZero();
            spool.drained(1);
            assertThat(spool.state().records()).isEqualTo(1);
            spool.drained(3);
            assertThat(spool.state().records()).isZero();
        }
    }

    @Test
    void passesDamageInASegmentThatIsNotTheLast() {
        SpoolFolder left = severalSegments();
        Damaged first = new Damaged(left.segments().get(0));
        first.flip(first.batches().get(2) + 3_000, 0);
        Damaged second = new Damaged(left.segments().get(1));
        second.zero(second.batches().get(3), second.bytes().length);
        long lastOfSecond = Segment.first(left.segments().get(2)).orElseThrow() - 1;
        long firstOfSecond = Segment.first(left.segments().get(1)).orElseThrow();

        try (Spool spool = left.open()) {
            List<Long> numbers = numbers(read(spool));
            assertThat(numbers).isSorted().doesNotContain(2L).contains(0L, 1L, 3L, 29L);
            assertThat(numbers).doesNotContain(lastOfSecond).contains(firstOfSecond + 2);
            assertThat(numbers.size() + left.count(CORRUPT)).isEqualTo(30);
        }
    }

    @Test
    void passesASegmentThatIsCutShort() {
        SpoolFolder left = severalSegments();
        Damaged first = new Damaged(left.segments().get(0));
        first.cutTo(first.batches().get(1));

        try (Spool spool = left.open()) {
            List<Long> numbers = numbers(read(spool));
            assertThat(numbers).startsWith(0L).isSorted();
            assertThat(numbers.size() + left.count(CORRUPT)).isEqualTo(30);
            spool.drained(1);
            assertThat(spool.state().records()).isEqualTo(numbers.size() - 1);
        }
        try (Spool spool = left.open()) {
            assertThat(left.count(CORRUPT))
                    .as("a gap that was passed is passed for good")
                    .isZero();
            assertThat(spool.state().records()).isEqualTo(read(spool).size());
        }
    }

    @Test
    void missesASegmentThatIsGone() throws IOException {
        SpoolFolder left = severalSegments();
        long from = Segment.first(left.segments().get(1)).orElseThrow();
        long to = Segment.first(left.segments().get(2)).orElseThrow();
        Files.delete(left.segments().get(1));

        try (Spool spool = left.open()) {
            assertThat(numbers(read(spool))).hasSize((int) (30 - (to - from))).doesNotContain(from, to - 1);
            assertThat(left.count(CORRUPT)).isEqualTo((double) (to - from));
        }
    }

    @Test
    void missesWhatThePositionSaysWasDurable() {
        try (Spool spool = folder.open()) {
            append(spool, "a", "b", "c");
            spool.drained(1);
        }
        Damaged segment = new Damaged(folder.segments().get(0));
        segment.cutTo(segment.batches().get(2) + 30);

        try (Spool spool = folder.open()) {
            assertThat(keys(read(spool))).containsExactly("b");
            assertThat(folder.count(CORRUPT)).isEqualTo(1);
            assertThat(folder.quarantined()).as("what is left of it").hasSize(1);
            append(spool, "d");
            assertThat(numbers(read(spool))).containsExactly(3L);
        }
    }

    @Test
    void missesItsLastSegmentAndNumbersOnAllTheSame() throws IOException {
        try (Spool spool = folder.open()) {
            append(spool, "a", "b", "c");
            spool.drained(1);
        }
        Files.delete(folder.segments().get(0));

        try (Spool spool = folder.open()) {
            assertThat(read(spool)).isEmpty();
            assertThat(folder.count(CORRUPT)).isEqualTo(2);
            append(spool, "d");
            assertThat(numbers(read(spool))).containsExactly(3L);
        }
    }

    @Test
    void startsCleanWhenKilledBetweenPositionAndDeletion() throws IOException {
        SpoolFolder left;
        try (Spool spool = folder.open()) {
            for (int i = 0; i < 12; i++) {
                append(spool, large(10_000, i));
            }
            left = folder.killed(temp.resolve("left"));
            spool.drained(8);
            Files.copy(folder.path().resolve("position"), left.path().resolve("position"), REPLACE_EXISTING);
        }
        int before = left.segments().size();
        try (Spool spool = left.open()) {
            assertThat(numbers(read(spool))).containsExactly(8L, 9L, 10L, 11L);
            assertThat(left.segments()).hasSize(before - 1);
            assertThat(left.count(CORRUPT)).isZero();
        }
    }

    @Test
    void startsWithWhatIsThereWhenASegmentWentBeforeThePosition() throws IOException {
        SpoolFolder left = severalSegments();
        long held = Segment.first(left.segments().get(1)).orElseThrow();
        Files.delete(left.segments().get(0));

        try (Spool spool = left.open()) {
            assertThat(numbers(read(spool))).startsWith(held).endsWith(29L);
            assertThat(left.count(CORRUPT)).isEqualTo((double) held);
        }
        try (Spool spool = left.open()) {
            assertThat(left.count(CORRUPT)).isZero();
            assertThat(spool.state().records()).isEqualTo(30 - held);
        }
    }

    @Test
    void drainsAgainWithoutAPosition() throws IOException {
        try (Spool spool = folder.open()) {
            append(spool, "a", "b");
            spool.drained(1);
        }
        Files.delete(folder.path().resolve("position"));

        try (Spool spool = folder.open()) {
            assertThat(keys(read(spool))).containsExactly("a", "b");
            assertThat(folder.count(CORRUPT)).isZero();
        }
    }

    @Test
    void drainsAgainWithADamagedPosition() {
        try (Spool spool = folder.open()) {
            append(spool, "a", "b");
            spool.drained(1);
        }
        new Damaged(folder.path().resolve("position")).flip(26, 0);

        try (Spool spool = folder.open()) {
            assertThat(keys(read(spool))).containsExactly("a", "b");
        }
    }

    @Test
    void goesOnFromAPositionBeyondItsData() throws IOException {
        try (Spool spool = folder.open()) {
            append(spool, "a", "b");
        }
        new PositionFile(new FileDisk(), folder.path()).write(new Position(600, 600));

        try (Spool spool = folder.open()) {
            assertThat(read(spool)).isEmpty();
            assertThat(folder.segments()).isEmpty();
            append(spool, "c");
            assertThat(numbers(read(spool))).containsExactly(600L);
        }
    }

    @Test
    void clearsWhatWasHalfDoneAndLeavesAloneWhatIsNotItsOwn() throws IOException {
        folder.open().close();
        Files.createFile(folder.path().resolve("next-7.spare"));
        Files.createFile(folder.path().resolve("position.tmp"));
        Files.createFile(folder.path().resolve("quarantine/00000000000000000003.refused.tmp"));
        Files.createFile(folder.path().resolve("99999999999999999999.log"));
        Files.createFile(folder.path().resolve("notes.txt"));

        folder.open().close();
        assertThat(folder.path().toFile().list())
                .containsExactlyInAnyOrder("lock", "position", "quarantine", "notes.txt", "99999999999999999999.log");
        assertThat(folder.quarantined()).isEmpty();
    }

    @Test
    void seesDamageWhenLookingAtEverythingAndCountsItOnce() {
        SpoolFolder left = threeAppends();
        Damaged segment = new Damaged(left.segments().get(0));
        segment.flip(segment.batches().get(1) + 70, 3);

        try (Spool spool = left.open()) {
            spool.forEachUndrained(each -> {});
            assertThat(keys(read(spool))).containsExactly("a", "c");
            assertThat(left.count(CORRUPT)).isEqualTo(1);
        }
    }

    private SpoolFolder threeAppends() {
        try (Spool spool = folder.open()) {
            append(spool, "a", "b", "c");
            return folder.killed(temp.resolve("left"));
        }
    }

    private SpoolFolder severalSegments() {
        try (Spool spool = folder.open()) {
            for (int i = 0; i < 30; i++) {
                append(spool, large(10_000, i));
            }
            return folder.killed(temp.resolve("left"));
        }
    }

    private static List<Long> to(long next) {
        return LongStream.range(0, next).boxed().toList();
    }
}

package io.headwater.collector.spool;

import static io.headwater.collector.spool.SpoolFolder.append;
import static io.headwater.collector.spool.SpoolFolder.keys;
import static io.headwater.collector.spool.SpoolFolder.numbers;
import static io.headwater.collector.spool.SpoolFolder.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of the bytes of a spool, the batches that are whole are drained, in order, as they were. */
class SpoolDamagePropertyTest {
    private static final int APPENDS = 12;

    @TempDir
    Path temp;

    @Test
    void whereverTheLastSegmentIsCutExactlyTheWholeAppendsSurvive() {
        SpoolFolder left = left();
        Damaged segment = new Damaged(left.segments().get(0));
        byte[] whole = segment.bytes();
        List<Integer> batches = segment.batches();
        int end = batches.get(batches.size() - 1);

        long seed = new Random().nextLong();
        IntStream cuts = IntStream.concat(
                batches.stream().flatMapToInt(at -> IntStream.of(at - 1, at, at + 1)),
                new Random(seed).ints(40, 0, end + 1));
        cuts.filter(cut -> cut >= 0 && cut <= end).forEach(cut -> {
            SpoolFolder torn = left.killed(temp.resolve("torn"));
            byte[] bytes = Arrays.copyOf(whole, whole.length);
            Arrays.fill(bytes, cut, bytes.length, (byte) 0);
            new Damaged(torn.segments().get(0)).holds(cut % 2 == 0 ? bytes : Arrays.copyOf(whole, cut));
            long survive = batches.stream().skip(1).filter(to -> to <= cut).count();
            survives(torn, "seed %d, cut at %d".formatted(seed, cut), survive);
        });
    }

    private static void survives(SpoolFolder torn, String what, long survive) {
        try (Spool spool = torn.open()) {
            assertThat(numbers(read(spool)))
                    .as(what)
                    .containsExactlyElementsOf(
                            LongStream.range(0, survive * 2).boxed().toList());
            assertThat(torn.count("headwater.spool.corrupt.records")).as(what).isZero();
            append(spool, "next");
            assertThat(numbers(read(spool))).as(what).containsExactly(survive * 2);
        }
    }

    @Test
    void whicheverBitsAreFlippedAllOtherBatchesSurvive() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        SpoolFolder left = left();
        Damaged segment = new Damaged(left.segments().get(0));
        List<Integer> batches = segment.batches();
        List<String> all =
                IntStream.range(0, 2 * APPENDS).mapToObj(i -> "key " + i).toList();

        for (int round = 0; round < 60; round++) {
            SpoolFolder flipped = left.killed(temp.resolve("flipped"));
            int batch = random.nextInt(batches.size() - 1);
            int at = batches.get(batch) + random.nextInt(batches.get(batch + 1) - batches.get(batch));
            int bit = random.nextInt(8);
            new Damaged(flipped.segments().get(0)).flip(at, bit);
            boolean isLast = batch == batches.size() - 2;

            try (Spool spool = flipped.open()) {
                List<String> survived = keys(read(spool));
                String what = "seed %d, byte %d, bit %d of batch %d".formatted(seed, at, bit, batch);
                if (survived.size() == all.size()) {
                    assertThat(at - batches.get(batch)).as(what).isBetween(12, 15); // the epoch, which says nothing
                    assertThat(survived).as(what).isEqualTo(all);
                } else {
                    List<String> others = IntStream.range(0, all.size())
                            .filter(i -> i / 2 != batch)
                            .mapToObj(all::get)
                            .toList();
                    assertThat(survived).as(what).isEqualTo(others);
                    assertThat(flipped.count("headwater.spool.corrupt.records"))
                            .as(what)
                            .isEqualTo(isLast ? 0 : 2);
                }
            }
        }
    }

    /** A spool killed after several appends of two records each. */
    private SpoolFolder left() {
        SpoolFolder folder = new SpoolFolder(temp.resolve("spool"));
        try (Spool spool = folder.open()) {
            for (int i = 0; i < APPENDS; i++) {
                append(spool, SpoolFolder.records("key " + 2 * i, "key " + (2 * i + 1)));
            }
            return folder.killed(temp.resolve("left"));
        }
    }
}

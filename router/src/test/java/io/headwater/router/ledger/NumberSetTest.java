package io.headwater.router.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NumberSetTest {
    private static final long FAR = 1L << 33;

    private final Random random = new Random(29);

    @Test
    void whateverIsDoneToItHoldsWhatASetOfNumbersWould() {
        for (int i = 0; i < 500; i++) {
            NavigableSet<Long> a = new TreeSet<>();
            NavigableSet<Long> b = new TreeSet<>();
            NumberSet x = filled(a);
            NumberSet y = filled(b);
            NavigableSet<Long> and = new TreeSet<>(a);
            and.retainAll(b);
            NavigableSet<Long> minus = new TreeSet<>(a);
            minus.removeAll(b);
            NavigableSet<Long> plus = new TreeSet<>(a);
            plus.addAll(b);
            assertHolds(x.and(y), and);
            assertThat(x.countIn(y)).isEqualTo(and.size());
            assertHolds(x.minus(y), minus);
            assertHolds(x.plus(y), plus);
            assertHolds(NumberSet.union(List.of(x, y)), plus);
            long middle = random.nextInt(400);
            assertHolds(x.from(middle), a.tailSet(middle, true));
            assertHolds(x, a);
            assertHolds(y, b);

            NumberSet copy = x.copy();
            copy.removeAll(y);
            copy.add(FAR + 7, FAR + 8);
            assertHolds(x, a);
        }
    }

    private NumberSet filled(NavigableSet<Long> same) {
        NumberSet set = new NumberSet();
        for (int i = random.nextInt(6); i > 0; i--) {
            long from = random.nextInt(300) + (random.nextInt(4) == 0 ? FAR : 0);
            long to = from + random.nextInt(80);
            set.add(from, to);
            for (long number = from; number < to; number++) {
                same.add(number);
            }
        }
        return set;
    }

    private static void assertHolds(NumberSet set, NavigableSet<Long> numbers) {
        assertThat(set.count()).isEqualTo(numbers.size());
        assertThat(set.isEmpty()).isEqualTo(numbers.isEmpty());
        assertThat(set.last()).isEqualTo(numbers.isEmpty() ? -1 : numbers.last());
        assertThat(numbers).allMatch(set::contains);
    }

    @Test
    void ofNothingAUnionIsEmpty() {
        assertHolds(NumberSet.union(List.of()), new TreeSet<>());
    }

    @Test
    void numbersThatHaveGrownTogetherTakeFewBytes() {
        NumberSet set = new NumberSet();
        for (long number = 0; number < 1_000_000; number++) {
            set.add(number, number + 1);
        }
        assertThat(set.bytes()).isLessThan(20_000);
    }

    /* Each range cost more than a millisecond once, and the ledger most of a router's time. */
    @Test
    void hundredThousandsOfShortRangesAreTakenInAtOnce() {
        NumberSet set = new NumberSet();
        assertTimeout(Duration.ofSeconds(5), () -> {
            for (long from = 0; from < 2_400_000; from += 12) {
                set.add(from, from + 2);
            }
        });
        assertThat(set.count()).isEqualTo(400_000);
    }
}

package io.headwater.router.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final long MINUTE = 60_000;

    private final Window window = new Window(10 * MINUTE);

    @Test
    void anEventIsADuplicateOfTheSameOneBeforeIt() {
        see(1, 1, 5, 0);
        assertThat(window.look(new Fingerprint(1, 1), 6)).isEqualTo(Verdict.DUPLICATE);
        assertThat(window.look(new Fingerprint(2, 1), 6)).isEqualTo(Verdict.FRESH);
        assertThat(window.look(new Fingerprint(1, 2), 6)).isEqualTo(Verdict.REUSED);
    }

    /** After a crash the log is read again from the first event that is not settled. */
    @Test
    void anEventThatIsReadAgainIsNoDuplicateOfItself() {
        see(1, 1, 5, 0);
        see(1, 1, 9, 0);
        assertThat(window.look(new Fingerprint(1, 1), 5)).isEqualTo(Verdict.FRESH);
        assertThat(window.look(new Fingerprint(1, 1), 9)).isEqualTo(Verdict.DUPLICATE);
        assertThat(window.look(new Fingerprint(1, 1), 4)).isEqualTo(Verdict.FRESH);
    }

    @Test
    void ofAnEventSeenAtALaterOffsetFirstTheEarlierCounts() {
        see(1, 1, 9, 0);
        see(1, 1, 5, 0);
        assertThat(window.look(new Fingerprint(1, 1), 7)).isEqualTo(Verdict.DUPLICATE);
        assertThat(window.size()).isEqualTo(1);
    }

    @Test
    void rememberesForTheWindowAndLittleLonger() {
        see(1, 1, 0, 0);
        for (int minute = 1; minute <= 10; minute++) {
            see(1_000 + minute, 1, minute, minute * MINUTE - 1);
        }
        assertThat(window.look(new Fingerprint(1, 1), 100)).isEqualTo(Verdict.DUPLICATE);
        see(2_000, 1, 11, 13 * MINUTE);
        see(2_001, 1, 12, 15 * MINUTE);
        assertThat(window.look(new Fingerprint(1, 1), 100)).isEqualTo(Verdict.FRESH);
        assertThat(window.look(new Fingerprint(1_010, 1), 100)).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void takesWhatAnEarlierReaderRememberedAsTheOldest() {
        see(7, 7, 50, 20 * MINUTE);
        Generation earlier = new Generation(0);
        earlier.put(new Fingerprint(1, 1), 5, 19 * MINUTE);
        window.restore(earlier);
        assertThat(window.look(new Fingerprint(1, 1), 51)).isEqualTo(Verdict.DUPLICATE);
        see(8, 8, 52, 40 * MINUTE);
        assertThat(window.look(new Fingerprint(1, 1), 53)).isEqualTo(Verdict.FRESH);
    }

    @Test
    void forgetsTheOldestForRoom() {
        see(1, 1, 0, 0);
        see(2, 2, 1, 3 * MINUTE);
        assertThat(window.forgetOldest()).isEqualTo(1);
        assertThat(window.look(new Fingerprint(1, 1), 9)).isEqualTo(Verdict.FRESH);
        assertThat(window.look(new Fingerprint(2, 2), 9)).isEqualTo(Verdict.DUPLICATE);
        assertThat(window.forgetOldest()).isEqualTo(1);
        assertThat(window.isEmpty()).isTrue();
        see(3, 3, 2, 3 * MINUTE);
        assertThat(window.look(new Fingerprint(3, 3), 9)).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void knowsEveryOneOfManyAgain() {
        Random random = new Random(20261126);
        List<Fingerprint> all = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            Fingerprint event = new Fingerprint(i % 5 == 0 ? i : random.nextLong(), random.nextLong());
            all.add(event);
            window.put(event, i, i / 10);
        }
        assertThat(window.size()).isEqualTo(200_000);
        for (Fingerprint event : all) {
            assertThat(window.look(event, 1_000_000)).isEqualTo(Verdict.DUPLICATE);
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(window.look(new Fingerprint(random.nextLong(), 1), 1_000_000))
                    .isEqualTo(Verdict.FRESH);
        }
    }

    /** An SDK that gives every event the same id: they are all new, and cost no more than others. */
    @Test
    void anIdThatIsUsedForEverythingCostsLittle() {
        for (int i = 0; i < 300_000; i++) {
            Fingerprint event = new Fingerprint(42, i);
            Verdict verdict = window.look(event, i);
            assertThat(verdict).isEqualTo(i == 0 ? Verdict.FRESH : Verdict.REUSED);
            window.put(event, i, 0);
        }
        assertThat(window.size()).isLessThan(100);
    }

    @Test
    void anEventTakesSomeFortyBytesAndThirtyTwoOnceItsSliceIsOver() {
        Generation generation = new Generation(0);
        Random random = new Random(1);
        for (int i = 0; i < 500_000; i++) {
            generation.put(new Fingerprint(random.nextLong(), 0), i, 0);
        }
        assertThat((double) generation.bytes() / generation.size()).isBetween(32.0, 48.1);
        generation.trim();
        assertThat((double) generation.bytes() / generation.size()).isBetween(32.0, 32.1);
        Random again = new Random(1);
        for (int i = 0; i < 500_000; i++) {
            assertThat(generation.look(new Fingerprint(again.nextLong(), 0), 500_000))
                    .isEqualTo(Verdict.DUPLICATE);
        }
    }

    private void see(long id, long data, long offset, long millis) {
        window.put(new Fingerprint(id, data), offset, millis);
    }
}

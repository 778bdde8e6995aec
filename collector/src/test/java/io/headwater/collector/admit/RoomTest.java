package io.headwater.collector.admit;

import static io.headwater.collector.admit.Verdict.ADMITTED;
import static io.headwater.collector.admit.Verdict.FULL;
import static io.headwater.collector.admit.Verdict.OVER_SHARE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Room for 100, a quarter of it headroom. */
class RoomTest {
    private final AtomicLong nanos = new AtomicLong(-7);
    private final AtomicLong limit = new AtomicLong(100);
    private final Room room = new Room("admission.it", limit::get, 0.25, nanos::get);
    private final Part web = new Part(room, "acme/web");
    private final Part app = new Part(room, "acme/app");

    @Test
    void oneSourceAloneFillsAllButTheHeadroomAndIsToldThatWeAreFull() {
        assertThat(takes(web, 200)).isEqualTo(75);
        assertThat(web.take(1)).isEqualTo(FULL);
        assertThat(room.held()).isEqualTo(75);
    }

    @Test
    void whoComesToARoomThatOneSourceFilledFindsTheHeadroomFree() {
        takes(web, 200);
        assertThat(takes(app, 200)).isEqualTo(25);
        assertThat(app.take(1)).isEqualTo(FULL);
    }

    @Test
    void theSourceOverItsShareIsTheReasonWhileAnotherIsThere() {
        takes(web, 200);
        assertThat(app.take(1)).isEqualTo(ADMITTED);
        assertThat(web.ask(1)).isEqualTo(OVER_SHARE);
        app.give(1);
        assertThat(web.take(1)).isEqualTo(OVER_SHARE);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(6));
        assertThat(web.take(1)).isEqualTo(FULL);
    }

    @Test
    void belowTheHeadroomNobodyIsHeldToAShare() {
        assertThat(takes(app, 5)).isEqualTo(5);
        assertThat(takes(web, 200)).isEqualTo(70);
    }

    @Test
    void theShareIsTheLimitDividedAmongThoseThatHoldSomethingNow() {
        List<Part> idle = parts(1_000);
        idle.forEach(part -> assertThat(part.ask(1)).isEqualTo(ADMITTED));
        List<Part> busy = parts(3);
        busy.forEach(part -> takes(part, 1));
        takes(web, 200);
        assertThat(web.held()).isEqualTo(72);
        assertThat(busy.stream().mapToLong(part -> takes(part, 6))).containsExactly(6L, 6L, 6L);
        assertThat(web.take(1)).isEqualTo(OVER_SHARE);
    }

    @Test
    void withManyThatEachWantMoreAllEndAtTheirShare() {
        List<Part> all = parts(10);
        for (int round = 0; round < 50; round++) {
            all.forEach(part -> part.take(1));
        }
        assertThat(all.stream().mapToLong(Part::held)).allMatch(held -> held == 10);
        assertThat(room.held()).isEqualTo(100);
    }

    @Test
    void aLimitThatFellLetsNobodyInUntilEnoughIsGivenBack() {
        takes(web, 75);
        limit.set(40);
        assertThat(app.take(1)).isEqualTo(FULL);
        web.give(40);
        assertThat(app.take(1)).isEqualTo(ADMITTED);
        assertThat(web.take(1)).isEqualTo(OVER_SHARE);
    }

    @Test
    void aRoomForOneIsForOne() {
        limit.set(1);
        assertThat(web.take(1)).isEqualTo(ADMITTED);
        assertThat(app.take(1)).isEqualTo(FULL);
        web.give(1);
        assertThat(app.take(1)).isEqualTo(ADMITTED);
    }

    @Test
    void thoseWhoseSourceIsNotKnownAreNeverTheReason() {
        Part keyless = new Part(room, "");
        takes(keyless, 200);
        assertThat(app.take(1)).isEqualTo(ADMITTED);
        assertThat(keyless.take(1)).isEqualTo(FULL);
    }

    @Test
    void whatIsRefusedIsNotHeldAndWhatIsAskedNeither() {
        assertThat(web.take(101)).isEqualTo(FULL);
        assertThat(web.ask(10)).isEqualTo(ADMITTED);
        assertThat(room.held()).isZero();
        assertThat(room.holders()).isZero();
    }

    @Test
    void nothingIsLostBetweenThreads() throws InterruptedException {
        List<Part> all = parts(4);
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(i -> new Thread(() -> {
                    Part part = all.get(i % all.size());
                    for (int round = 0; round < 100_000; round++) {
                        if (part.take(1 + i) == ADMITTED) {
                            part.give(1 + i);
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(room.held()).isZero();
        assertThat(room.holders()).isZero();
    }

    private List<Part> parts(int count) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new Part(room, "acme/s" + i));
        }
        return parts;
    }

    /** How many of so many single ones the source got. */
    private static long takes(Part part, int attempts) {
        return IntStream.range(0, attempts)
                .filter(i -> part.take(1) == ADMITTED)
                .count();
    }
}

package io.headwater.router.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.router.deliver.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A lane in a world where everything happens in random order: events come and come back from backlog and delay topics,
 * the destination is well, down, slow or wrongly set up, Kafka takes its time, somebody pauses, resumes and skips. Some
 * events are refused whenever they come, some always fail. After each step it is checked that nothing is out of bounds.
 */
final class Schedule {
    static final int CAPACITY = 30;
    static final int LEAVING = 5;
    static final int IN_FLIGHT = 4;
    static final int BATCH = 6;
    static final double RATE = 400;
    private static final int EVENTS = 120;
    private static final int KEYS = 5;
    private static final RetryConfig RETRY = new RetryConfig(
            Duration.ofMillis(100),
            3,
            new RetryConfig.Ladder(Duration.ofSeconds(1), Duration.ofSeconds(5)),
            Duration.ofMinutes(1));

    private final Random random;
    private final boolean ordered;
    private final TestLane test;
    private final Lane lane;
    private final List<FakeOwed> all = new ArrayList<>();
    private final ArrayDeque<FakeOwed> fresh = new ArrayDeque<>();
    private final ArrayDeque<FakeOwed> backlog = new ArrayDeque<>();
    private final Set<String> arrived = new HashSet<>();
    private final Map<Character, List<String>> firstArrivals = new HashMap<>();
    private final Map<Character, Integer> made = new HashMap<>();
    private int parkedSeen;
    private int delayedSeen;
    private Outcome mood = TestLane.OK;

    Schedule(long seed, boolean ordered) {
        this.random = new Random(seed);
        this.ordered = ordered;
        TestLane setUp = TestLane.of(BATCH, IN_FLIGHT)
                .capacity(CAPACITY)
                .leaving(LEAVING)
                .retry(RETRY)
                .rate((int) RATE + "/s")
                .random(random::nextDouble);
        this.test = ordered ? setUp.ordered() : setUp;
        this.test.kafka.slow = true;
        this.lane = test.open();
        test.world.whenSent(this::check);
    }

    /** Runs until every event has come to its end. */
    void run() {
        for (int i = 0; i < EVENTS; i++) {
            make((char) ('a' + random.nextInt(KEYS)));
        }
        for (int i = 0; i < 1_500; i++) {
            step();
            checkBounds();
        }
        settle();
    }

    FakeSurroundings world() {
        return test.world;
    }

    List<FakeOwed> all() {
        return all;
    }

    /** Ids in the order they first arrived at the destination, by key. */
    Map<Character, List<String>> firstArrivals() {
        return firstArrivals;
    }

    Set<String> arrived() {
        return arrived;
    }

    Set<String> buried() {
        return Set.copyOf(test.buried());
    }

    double held() {
        return test.gauge("headwater.lane.events");
    }

    private void step() {
        switch (random.nextInt(40)) {
            case 0 -> mood = moods().get(random.nextInt(moods().size()));
            case 1 -> lane.pause();
            case 2, 3, 4 -> lane.resume();
            case 5 -> skipSometimes();
            case 6, 7, 8, 9, 10 -> test.kafka.acknowledge();
            case 11, 12, 13, 14 -> test.world.advance(Duration.ofMillis(random.nextInt(700)));
            case 15, 16, 17, 18, 19, 20, 21, 22, 23, 24 -> answerOne();
            default -> offerOne();
        }
        comeBack();
    }

    private List<Outcome> moods() {
        return List.of(
                TestLane.OK,
                TestLane.OK,
                TestLane.OK,
                TestLane.BUSY,
                TestLane.LATE,
                TestLane.UNAUTHORIZED,
                new Outcome.Throttled(Duration.ofMillis(random.nextInt(5_000)), 429));
    }

    private void skipSometimes() {
        if (random.nextInt(20) == 0) {
            lane.skip();
        }
    }

    private void answerOne() {
        List<FakeSurroundings.Sent> underWay = test.world.underWay();
        if (!underWay.isEmpty()) {
            FakeSurroundings.Sent one = underWay.get(random.nextInt(underWay.size()));
            test.world.answer(one, answer(one.ids(), random.nextInt(5) == 0 ? TestLane.BUSY : mood));
        }
    }

    /* What is delivered has arrived; what seems late or lost may have. */
    private Outcome answer(List<String> ids, Outcome outcome) {
        if (outcome == TestLane.OK && ids.stream().anyMatch(id -> id.endsWith("!"))) {
            return TestLane.NO;
        }
        if (outcome == TestLane.OK && ids.stream().anyMatch(id -> id.endsWith("?"))) {
            return TestLane.BUSY;
        }
        if (outcome == TestLane.OK || (outcome == TestLane.LATE && random.nextBoolean())) {
            for (String id : ids) {
                if (arrived.add(id)) {
                    firstArrivals
                            .computeIfAbsent(id.charAt(0), key -> new ArrayList<>())
                            .add(id);
                }
            }
        }
        return outcome;
    }

    private void offerOne() {
        ArrayDeque<FakeOwed> from = random.nextBoolean() ? fresh : backlog;
        if (!from.isEmpty() && lane.offer(from.getFirst())) {
            from.removeFirst();
        }
    }

    /** What was parked stands in the backlog; what was delayed is due again. */
    private void comeBack() {
        List<FakeOwed.Written> parked = test.kafka.parked;
        for (; parkedSeen < parked.size(); parkedSeen++) {
            FakeOwed.Written each = parked.get(parkedSeen);
            backlog.add(known(test.keyed(each.id()).waiting().standing(each.standing())));
        }
        List<FakeOwed.Written> delayed = test.kafka.delayed;
        for (; delayedSeen < delayed.size(); delayedSeen++) {
            Standing at = delayed.get(delayedSeen).standing();
            Standing due = new Standing(
                    at.attempts(), at.retried().plusSeconds(10), at.reason(), at.delays() + 1, at.delays() + 1, false);
            fresh.add(known(test.keyed(delayed.get(delayedSeen).id()).standing(due)));
        }
    }

    private void make(char key) {
        int number = made.merge(key, 1, Integer::sum);
        int kind = random.nextInt(15);
        String id = key + "%04d".formatted(number) + (key == 'z' || kind > 1 ? "" : kind == 0 ? "!" : "?");
        FakeOwed owed = known(test.keyed(id));
        fresh.add(ordered ? owed.waiting() : owed);
    }

    private FakeOwed known(FakeOwed owed) {
        all.add(owed);
        return owed;
    }

    /*
     * The destination is well; a good event now and then shows it. Where order is kept, failing events and what has to stay
     * behind them may fill the lane, so that none comes in; then an operator skips them.
     */
    private void settle() {
        mood = TestLane.OK;
        lane.resume();
        for (int i = 0; i < 3_000 && !isOver(); i++) {
            make('z');
            if (ordered && i % 500 == 499 && lane.state().word().equals("down")) {
                lane.skip();
            }
            for (int j = 0; j < 4; j++) {
                offerOne();
            }
            test.world.answerAll(ids -> answer(ids, TestLane.OK));
            test.kafka.acknowledge();
            test.world.advance(Duration.ofMillis(200));
            comeBack();
            checkBounds();
        }
        for (int i = 0; i < 200 && !(isOver() && held() == 0); i++) {
            test.world.answerAll(ids -> answer(ids, TestLane.OK));
            test.kafka.acknowledge();
            test.world.advance(Duration.ofSeconds(1));
        }
        comeBack();
    }

    private boolean isOver() {
        return all.stream().allMatch(each -> each.id().startsWith("z") || each.timesSettled() > 0);
    }

    private void check(FakeSurroundings.Sent sent) {
        LaneState state = lane.state();
        assertThat(state.inFlight()).isLessThanOrEqualTo(state.limit()).isLessThanOrEqualTo(IN_FLIGHT);
        assertThat(state.word()).isNotEqualTo("paused");
        if (ordered) {
            Set<Character> keys = new HashSet<>();
            for (FakeSurroundings.Sent each : test.world.underWay()) {
                Set<Character> own = new HashSet<>();
                each.ids().forEach(id -> own.add(id.charAt(0)));
                own.forEach(key -> assertThat(keys.add(key)).isTrue());
            }
        }
    }

    private void checkBounds() {
        assertThat(lane.state().held()).isLessThanOrEqualTo(CAPACITY + LEAVING);
        assertThat(test.kafka.underWay.size()).isLessThanOrEqualTo(LEAVING);
        test.assertBalanced();
        if (ordered) {
            assertThat(test.kafka.parked).isEmpty();
            assertThat(test.kafka.delayed).isEmpty();
        }
    }
}

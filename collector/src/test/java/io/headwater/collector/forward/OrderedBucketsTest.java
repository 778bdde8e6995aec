package io.headwater.collector.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.config.SourcesConfig;
import io.headwater.config.SourcesConfig.Source;
import io.headwater.event.SourceId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class OrderedBucketsTest {
    private static final SourcesConfig SOURCES = new SourcesConfig(List.of(
            Source.of("acme", "web", List.of("key-1"), true), Source.of("acme", "players", List.of("key-2"), false)));

    private OrderedBuckets buckets = new OrderedBuckets(SOURCES);

    @Test
    void knowsWhichSourcesAreOrdered() {
        assertThat(buckets.isOrdered(new SourceId("acme", "web"))).isTrue();
        assertThat(buckets.isOrdered(new SourceId("acme", "players"))).isFalse();
    }

    @Test
    void laterEventsOfAKeyFollowThroughTheSpoolUntilAllAreDrained() {
        buckets.enter(event("/acme/web", "k"));
        assertThat(buckets.mustFollow(event("/acme/web", "k"))).isTrue();
        buckets.enter(event("/acme/web", "k"));
        buckets.leave(event("/acme/web", "k"));
        assertThat(buckets.mustFollow(event("/acme/web", "k"))).isTrue();
        buckets.leave(event("/acme/web", "k"));
        assertThat(buckets.mustFollow(event("/acme/web", "k"))).isFalse();
    }

    @Test
    void anotherKeyGoesItsOwnWay() {
        buckets.enter(event("/acme/web", "k"));
        assertThat(buckets.mustFollow(event("/acme/web", "another"))).isFalse();
    }

    @Test
    void eventsOfOtherSourcesAndRejectionsAreNoMatterOfOrder() {
        buckets.enter(event("/acme/players", "k"));
        assertThat(buckets.mustFollow(event("/acme/players", "k"))).isFalse();
        ProducerRecord<byte[], byte[]> rejected =
                new ProducerRecord<>("hw.rejected", null, "acme/web".getBytes(UTF_8), new byte[0]);
        buckets.enter(rejected);
        assertThat(buckets.mustFollow(rejected)).isFalse();
    }

    @Test
    void leavingMoreOftenThanEnteringIsNoCredit() {
        buckets.leave(event("/acme/web", "k"));
        buckets.enter(event("/acme/web", "k"));
        assertThat(buckets.mustFollow(event("/acme/web", "k"))).isTrue();
    }

    @Test
    void whatTheSpoolRefusedHoldsNobodyUp() {
        buckets.enter(event("/acme/web", "k"));
        buckets.turnBack(event("/acme/web", "k"), false);
        assertThat(buckets.mustFollow(event("/acme/web", "k"))).isFalse();
    }

    @Test
    void whatWasTurnedBackButIsInTheSpoolAllTheSameLeavesOnce() {
        ProducerRecord<byte[], byte[]> late = event("/acme/web", "k", 1);
        ProducerRecord<byte[], byte[]> next = event("/acme/web", "k", 2);
        buckets.enter(late);
        buckets.turnBack(late, true);
        buckets.enter(next);
        buckets.leave(late);
        assertThat(buckets.mustFollow(event("/acme/web", "k", 3))).isTrue();
        buckets.leave(next);
        assertThat(buckets.mustFollow(event("/acme/web", "k", 3))).isFalse();
    }

    /** An edge in small, run in random order: Kafka fails as it likes and may have taken what it did not acknowledge. */
    @RepeatedTest(50)
    void whatIsAcceptedOneAfterTheOtherArrivesFirstInThatOrder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<ProducerRecord<byte[], byte[]>> log = new ArrayList<>();
        Deque<ProducerRecord<byte[], byte[]>> spool = new ArrayDeque<>();
        Deque<ProducerRecord<byte[], byte[]>> drainedUnpositioned = new ArrayDeque<>();
        Map<String, Integer> sent = new HashMap<>();
        double failing = random.nextDouble();
        for (int step = 0; step < 2_000; step++) {
            int dice = random.nextInt(100);
            if (dice < 60) {
                String key = "key-" + random.nextInt(20);
                accept(event("/acme/web", key, sent.merge(key, 1, Integer::sum)), random, failing, log, spool);
            } else if (dice < 95 && !spool.isEmpty()) {
                ProducerRecord<byte[], byte[]> first = spool.remove();
                log.add(first);
                drainedUnpositioned.add(first);
                buckets.leave(first);
            } else if (dice < 98) {
                drainedUnpositioned.clear();
            } else if (dice == 99) {
                while (!drainedUnpositioned.isEmpty()) {
                    spool.addFirst(drainedUnpositioned.removeLast());
                }
                buckets = new OrderedBuckets(SOURCES);
                spool.forEach(buckets::enter);
            }
        }
        log.addAll(spool);
        Map<String, Set<String>> arrived = new HashMap<>();
        log.forEach(record -> arrived.computeIfAbsent(new String(record.key(), UTF_8), k -> new LinkedHashSet<>())
                .add(new String(record.value(), UTF_8)));
        sent.forEach((key, count) -> assertThat(arrived.get(key).stream().map(Integer::valueOf))
                .as("first arrivals of %s, seed %d", key, seed)
                .hasSize(count)
                .isSorted());
    }

    private void accept(
            ProducerRecord<byte[], byte[]> event,
            Random random,
            double failing,
            List<ProducerRecord<byte[], byte[]>> log,
            Deque<ProducerRecord<byte[], byte[]>> spool) {
        if (buckets.mustFollow(event)) {
            buckets.enter(event);
            spool.add(event);
        } else if (random.nextDouble() >= failing) {
            log.add(event);
        } else {
            if (random.nextBoolean()) {
                log.add(event);
            }
            buckets.enter(event);
            spool.add(event);
        }
    }

    private static ProducerRecord<byte[], byte[]> event(String source, String key) {
        return event(source, key, 0);
    }

    private static ProducerRecord<byte[], byte[]> event(String source, String key, int number) {
        return new ProducerRecord<>(
                "hw.events",
                0,
                key.getBytes(UTF_8),
                Integer.toString(number).getBytes(UTF_8),
                List.of(header("ce_source", source), header("ce_edge", "line"), header("ce_seq", "" + number)));
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }
}

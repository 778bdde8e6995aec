package io.headwater.router.dead;

import io.headwater.kafka.LogReader;
import io.headwater.kafka.Topics;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Goes through dead letters, the newest first over all partitions. Each partition is read downwards in short stretches, so
 * that the latest letters are found without reading all there are, and so that marks are met before the letters they
 * speak of.
 * <pre>
 *   partition 0   … 96 97 98 │ 99 100 101   two stretches of three
 *   partition 1      … 40 41 │ 42  43  44   the newest head of all goes first
 * </pre>
 */
public final class LetterScan {
    private static final int STRETCH = 200;

    private final LogReader reader;
    private final PriorityQueue<Tail> tails = new PriorityQueue<>(
            Comparator.comparing((Tail tail) -> tail.head().at()).reversed());
    private long looked;

    /**
     * @param since letters from before are left out
     */
    public LetterScan(LogReader reader, Optional<Instant> since) {
        this.reader = reader;
        List<TopicPartition> partitions = reader.partitions(Topics.DEAD);
        Map<TopicPartition, Long> firsts =
                since.map(moment -> reader.at(partitions, moment)).orElseGet(() -> reader.firsts(partitions));
        Map<TopicPartition, Long> ends = reader.ends(partitions);
        for (TopicPartition each : partitions) {
            add(new Tail(each, firsts.getOrDefault(each, 0L), ends.getOrDefault(each, 0L)));
        }
    }

    /** The letters of one partition from this position on. */
    private LetterScan(LogReader reader, TopicPartition partition, long from) {
        this.reader = reader;
        long end = reader.ends(List.of(partition)).getOrDefault(partition, 0L);
        add(new Tail(partition, from, end));
    }

    /** The letter at this position; empty where there is none, or no longer. */
    public static Optional<Letter> at(LogReader reader, Letter.Position position) {
        TopicPartition partition = new TopicPartition(Topics.DEAD, position.partition());
        if (!reader.partitions(Topics.DEAD).contains(partition)) {
            return Optional.empty();
        }
        LetterScan scan = new LetterScan(reader, partition, position.offset());
        Optional<Letter> letter = scan.next();
        while (letter.isPresent() && !letter.get().position().equals(position)) {
            letter = scan.next();
        }
        return letter;
    }

    /** The next letter downwards; empty after the oldest. */
    public Optional<Letter> next() {
        Optional<Tail> newest = Optional.ofNullable(tails.poll());
        newest.ifPresent(each -> looked++);
        return newest.map(tail -> {
            Letter letter = tail.take();
            add(tail);
            return letter;
        });
    }

    /** Letters it has given so far. */
    public long looked() {
        return looked;
    }

    private void add(Tail tail) {
        if (tail.fill()) {
            tails.add(tail);
        }
    }

    /** What is left of one partition. */
    private final class Tail {
        private final TopicPartition partition;
        private final long first;
        private final ArrayDeque<Letter> letters = new ArrayDeque<>();
        private final Set<Long> redriven = new HashSet<>();
        private long below;

        Tail(TopicPartition partition, long first, long end) {
            this.partition = partition;
            this.first = first;
            this.below = end;
        }

        Letter head() {
            return letters.getFirst();
        }

        Letter take() {
            return letters.removeFirst();
        }

        /** Whether there is a letter, be it after reading on. */
        boolean fill() {
            while (letters.isEmpty() && below > first) {
                long from = Math.max(first, below - STRETCH);
                List<ConsumerRecord<byte[], byte[]>> stretch = new ArrayList<>();
                reader.read(partition, from, below, stretch::add);
                below = from;
                for (int i = stretch.size() - 1; i >= 0; i--) {
                    take(stretch.get(i));
                }
            }
            return !letters.isEmpty();
        }

        private void take(ConsumerRecord<byte[], byte[]> record) {
            Optional<Long> marked = RedrivenMark.offset(record);
            if (marked.isPresent()) {
                redriven.add(marked.get());
            } else {
                letters.addLast(Letter.of(record, redriven.remove(record.offset())));
            }
        }
    }
}

package io.headwater.router.operate;

import io.headwater.kafka.BlockingLog;
import io.headwater.kafka.LogReader;
import io.headwater.kafka.Topics;
import io.headwater.router.backlog.ParkedRecord;
import io.headwater.router.dead.Letter;
import io.headwater.router.dead.LetterFilter;
import io.headwater.router.dead.LetterScan;
import io.headwater.router.dead.RedrivenMark;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.lane.Standing;
import io.headwater.router.route.Routing;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Puts dead letters into their destinations' backlogs again, the oldest first. Some go together, and when they are durable
 * a mark for each of them; a call that is repeated skips what has a mark, so that at most the last few go twice.
 *
 * <p>Blocks: for the threads of readers.
 */
final class Redrive {
    private static final int TOGETHER = 200;
    /* Letters a call looks at, and of those the ones it remembers. */
    private static final int MOST_LOOKED = 200_000;
    private static final int MOST_KEPT = 50_000;
    private static final Set<String> KEPT =
            Set.of("hw_dead_tenant", "hw_dead_destination", "hw_dead_topic", "hw_dead_partition", "hw_dead_offset");

    private final BlockingLog log;
    private final Supplier<Routing> routing;
    private final Clock clock;

    /**
     * Which letters a call means.
     *
     * @param there letters that may go again, the oldest first
     * @param impossible letters whose destination is not known, or no longer
     * @param cut whether there may be more than a call looks at
     */
    record Selection(List<Letter> there, long impossible, boolean cut) {}

    Redrive(BlockingLog log, Supplier<Routing> routing, Clock clock) {
        this.log = log;
        this.routing = routing;
        this.clock = clock;
    }

    Selection select(LogReader reader, LetterFilter filter) {
        LetterScan scan = new LetterScan(reader, filter.since());
        List<Letter> letters = new ArrayList<>();
        Optional<Letter> next = scan.next();
        while (next.isPresent() && scan.looked() <= MOST_LOOKED && letters.size() < MOST_KEPT) {
            next.filter(filter::takes).map(Redrive::light).ifPresent(letters::add);
            next = scan.next();
        }
        return selection(letters, next.isPresent());
    }

    Selection select(LogReader reader, Letter.Position position) {
        return selection(LetterScan.at(reader, position).stream().toList(), false);
    }

    private Selection selection(List<Letter> letters, boolean cut) {
        Set<DestinationId> destinations = routing.get().destinations();
        List<Letter> there = letters.stream()
                .filter(each ->
                        each.destination().filter(destinations::contains).isPresent())
                .sorted(Comparator.comparing(Letter::at))
                .toList();
        return new Selection(there, letters.size() - there.size(), cut);
    }

    /** With what is needed to go again, and no more: many are remembered. */
    private static Letter light(Letter letter) {
        Map<String, String> headers = new HashMap<>(letter.headers());
        headers.keySet().retainAll(KEPT);
        return new Letter(letter.position(), letter.at(), headers, letter.dataBytes(), letter.redriven());
    }

    /** Redrives these; fails with {@link io.headwater.kafka.LogUnavailable} where Kafka does not take them, some of which may be done then. */
    int run(LogReader reader, List<Letter> letters, String by) {
        int done = 0;
        for (int i = 0; i < letters.size(); i += TOGETHER) {
            List<Letter> some = letters.subList(i, Math.min(letters.size(), i + TOGETHER));
            List<ProducerRecord<byte[], byte[]>> again = new ArrayList<>();
            List<ProducerRecord<byte[], byte[]>> marks = new ArrayList<>();
            for (Letter letter : some) {
                record(reader, letter.position()).ifPresent(record -> {
                    again.add(parked(letter).toBacklog(record));
                    marks.add(RedrivenMark.of(letter.position(), clock.instant(), by));
                });
            }
            log.append(again);
            log.append(marks);
            done += again.size();
        }
        return done;
    }

    /** The record at a position; empty where it is gone. */
    static Optional<ConsumerRecord<byte[], byte[]>> record(LogReader reader, Letter.Position position) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>(1);
        TopicPartition partition = new TopicPartition(Topics.DEAD, position.partition());
        reader.read(partition, position.offset(), position.offset() + 1, found::add);
        return found.stream().findFirst();
    }

    private ParkedRecord parked(Letter letter) {
        return new ParkedRecord(
                letter.destination().orElseThrow(), Standing.FRESH, "", clock.instant(), letter.origin());
    }
}

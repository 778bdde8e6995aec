package io.headwater.router.duplicates;

import io.headwater.kafka.LogReaders;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognises repeated events in one reading of {@code hw.events}. An event is a duplicate only of one at a lower offset of
 * its partition, which was settled or will be by this same group; so nothing is ever taken for a duplicate of itself when
 * it is read again, and no first delivery is lost. A partition that somebody else read before is remembered again from the
 * index, beside delivery; until then repeats may pass.
 *
 * <p>To be made and used on one Vert.x context.
 */
public final class Duplicates {
    private static final Logger LOG = LoggerFactory.getLogger(Duplicates.class);

    private final DuplicatesConfig config;
    private final Parts parts;
    private final String reading;
    private final Map<Integer, Window> windows = new LinkedHashMap<>();
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private final Map<String, Counter> repeated = new HashMap<>();
    private final Map<String, Counter> reused = new HashMap<>();
    private final Counter forgotten;
    private final AtomicInteger rebuilding = new AtomicInteger();
    private final AtomicInteger remembered = new AtomicInteger();
    private Optional<Rebuild> current = Optional.empty();
    private Future<?> latest = Future.succeededFuture();
    private boolean stopped;

    /**
     * What it works with.
     *
     * @param index written by the one reading that everybody's events pass; empty for others
     * @param retryEvery between tries to read the index while Kafka is away
     */
    public record Parts(
            Vertx vertx,
            LogReaders readers,
            Optional<Index> index,
            Duration retryEvery,
            Clock clock,
            MeterRegistry meters) {}

    /** A partition whose window is to be rebuilt. */
    private record Pending(int partition, long first, Window window) {}

    /** @param reading the word that meters know it by */
    public Duplicates(DuplicatesConfig config, Parts parts, String reading) {
        this.config = config;
        this.parts = parts;
        this.reading = reading;
        this.forgotten = Counter.builder("headwater.duplicates.forgotten")
                .description("Events forgotten before their time for want of room (duplicates.maxEvents)")
                .tag("reading", reading)
                .register(parts.meters());
        Gauge.builder("headwater.duplicates.rebuilding", rebuilding, AtomicInteger::get)
                .description("Partitions whose window is not rebuilt yet: their repeats may pass")
                .tag("reading", reading)
                .register(parts.meters());
        Gauge.builder("headwater.duplicates.remembered", remembered, AtomicInteger::get)
                .description("Events remembered; at most duplicates.maxEvents")
                .tag("reading", reading)
                .register(parts.meters());
    }

    /** What a record is, which it then remembers. To be asked of the records of a partition in their order. */
    public Verdict look(ConsumerRecord<byte[], byte[]> record, String source) {
        Fingerprint event = Fingerprint.of(record);
        if (config.isOff()) {
            index(record, event);
            return Verdict.FRESH;
        }
        Window window = window(record);
        Verdict verdict = window.look(event, record.offset());
        if (verdict == Verdict.DUPLICATE) {
            count(repeated, source, "headwater.duplicates", "Events settled as duplicates of earlier ones");
            return verdict;
        }
        if (verdict == Verdict.REUSED) {
            count(reused, source, "headwater.reused.ids", "Events delivered though their id was seen with other data");
        }
        int before = window.size();
        window.put(event, record.offset(), record.timestamp());
        remembered.addAndGet(window.size() - before);
        index(record, event);
        makeRoom(window);
        return verdict;
    }

    private void index(ConsumerRecord<byte[], byte[]> record, Fingerprint event) {
        parts.index().ifPresent(index -> index.add(record.partition(), event, record.offset()));
    }

    /** Somebody else reads this partition from now on, and what is remembered of it is soon no longer all. */
    public void revoked(int partition) {
        Optional.ofNullable(windows.remove(partition)).ifPresent(window -> remembered.addAndGet(-window.size()));
    }

    /** The window of the record's partition; that of one that is new here is rebuilt beside. */
    private Window window(ConsumerRecord<byte[], byte[]> record) {
        Window known = windows.get(record.partition());
        if (known != null) {
            return known;
        }
        Window fresh = new Window(config.window().toMillis());
        windows.put(record.partition(), fresh);
        rebuilding.incrementAndGet();
        pending.add(new Pending(record.partition(), record.offset(), fresh));
        rebuildNext();
        return fresh;
    }

    private void makeRoom(Window window) {
        while (remembered.get() > config.maxEvents()) {
            Window from = window.isEmpty()
                    ? windows.values().stream()
                            .filter(each -> !each.isEmpty())
                            .findFirst()
                            .orElseThrow()
                    : window;
            int gone = from.forgetOldest();
            remembered.addAndGet(-gone);
            forgotten.increment(gone);
        }
    }

    /* One partition after the other: a rebuild reads as fast as Kafka gives. */
    private void rebuildNext() {
        Pending next = pending.peek();
        if (stopped || current.isPresent() || next == null) {
            return;
        }
        if (windows.get(next.partition()) != next.window()) {
            done();
            return;
        }
        int room = Math.max(0, config.maxEvents() - remembered.get());
        Rebuild rebuild = new Rebuild(
                next.partition(), next.first(), parts.clock().instant().minus(config.window()), room);
        current = Optional.of(rebuild);
        latest = parts.readers()
                .read("headwater-router-duplicates", rebuild::read)
                .onComplete(result -> {
                    current = Optional.empty();
                    if (stopped) {
                        return;
                    }
                    if (result.failed()) {
                        LOG.warn(
                                "What was read of partition {} before is not known yet: repeats may pass; trying every {}",
                                next.partition(),
                                parts.retryEvery(),
                                result.cause());
                        parts.vertx().setTimer(parts.retryEvery().toMillis(), timer -> rebuildNext());
                        return;
                    }
                    if (windows.get(next.partition()) == next.window()) {
                        next.window().restore(result.result());
                        remembered.addAndGet(result.result().size());
                        makeRoom(next.window());
                    }
                    done();
                });
    }

    /** Remembers nothing more; completes when nothing is read any more. */
    public Future<Void> stop() {
        stopped = true;
        current.ifPresent(Rebuild::cancel);
        return latest.transform(done -> Future.succeededFuture());
    }

    private void done() {
        pending.remove();
        rebuilding.decrementAndGet();
        rebuildNext();
    }

    private void count(Map<String, Counter> counters, String source, String name, String description) {
        counters.computeIfAbsent(
                        source,
                        each -> Counter.builder(name)
                                .description(description)
                                .tag("reading", reading)
                                .tag("source", each)
                                .register(parts.meters()))
                .increment();
    }
}

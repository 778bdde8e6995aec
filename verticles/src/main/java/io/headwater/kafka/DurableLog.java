package io.headwater.kafka;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends records until each is durable, however long that takes. What comes within one turn of the event loop goes
 * together. An append that fails is made again as a whole, so some of its records may then stand in Kafka twice.
 *
 * <p>To be made and used on one Vert.x context, where its futures complete. How much waits is for its users to bound.
 */
public final class DurableLog {
    private static final Logger LOG = LoggerFactory.getLogger(DurableLog.class);
    private static final int MOST_RECORDS = 500;
    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final int MOST_UNDER_WAY = 16;

    private final Vertx vertx;
    private final Context context;
    private final LogProducer producer;
    private final Duration retryEvery;
    private final Runnable countFailure;
    private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
    private int underWay;
    private boolean flushing;
    private boolean failing;

    private record Entry(ProducerRecord<byte[], byte[]> record, Promise<Void> durable) {}

    /**
     * @param countFailure told of each append that failed and is made again
     */
    public DurableLog(Vertx vertx, LogProducer producer, Duration retryEvery, Runnable countFailure) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.producer = producer;
        this.retryEvery = retryEvery;
        this.countFailure = countFailure;
    }

    /** Completes when the record is durable. */
    public Future<Void> append(ProducerRecord<byte[], byte[]> record) {
        Promise<Void> durable = Promise.promise();
        waiting.add(new Entry(record, durable));
        if (!flushing) {
            flushing = true;
            context.runOnContext(next -> flush());
        }
        return durable.future();
    }

    private void flush() {
        flushing = false;
        while (!waiting.isEmpty() && underWay < MOST_UNDER_WAY) {
            underWay++;
            send(next());
        }
    }

    private List<Entry> next() {
        List<Entry> together = new ArrayList<>();
        long bytes = 0;
        while (!waiting.isEmpty() && together.size() < MOST_RECORDS && bytes < MOST_BYTES) {
            Entry entry = waiting.removeFirst();
            together.add(entry);
            bytes += entry.record().value() == null ? 0 : entry.record().value().length;
        }
        return together;
    }

    private void send(List<Entry> together) {
        producer.append(Records.of(together.stream().map(Entry::record).toList()))
                .onComplete(done -> context.runOnContext(back -> ended(together, done)));
    }

    private void ended(List<Entry> together, AsyncResult<List<Refused>> done) {
        List<Entry> again = done.failed() ? together : refused(together, done.result());
        if (again.isEmpty()) {
            failing = false;
        } else {
            failed(again, done);
        }
        if (again.size() < together.size()) {
            together.stream()
                    .filter(each -> !again.contains(each))
                    .forEach(each -> each.durable().complete());
        }
        if (again.isEmpty()) {
            underWay--;
            flush();
        } else {
            vertx.setTimer(retryEvery.toMillis(), timer -> send(again));
        }
    }

    private static List<Entry> refused(List<Entry> together, List<Refused> refused) {
        return refused.stream().map(each -> together.get(each.index())).toList();
    }

    private void failed(List<Entry> again, AsyncResult<List<Refused>> done) {
        countFailure.run();
        if (failing) {
            return;
        }
        failing = true;
        Map<String, Long> topics = again.stream()
                .map(each -> each.record().topic())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        LOG.warn(
                "Records cannot be written, by topic {}; trying every {} (router.yaml consume.retryEvery)",
                topics,
                retryEvery,
                done.failed()
                        ? done.cause()
                        : new LogUnavailable(done.result().get(0).reason()));
    }
}

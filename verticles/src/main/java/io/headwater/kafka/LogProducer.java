package io.headwater.kafka;

import io.headwater.kafka.Unacknowledged.Cause;
import io.headwater.ops.Failpoint;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends records to Kafka with acks=all and idempotence, in the order given, from one sender thread with a bounded queue.
 *
 * <p>Handing a record to Kafka's producer may block (metadata, full buffer), so it happens on that thread and never on an
 * event loop, and a whole append crosses to it in one hop. When handing over had to give up, the log counts as away for a
 * moment, in which further records are not taken at once instead of blocking one after the other.
 */
public final class LogProducer {
    private static final Logger LOG = LoggerFactory.getLogger(LogProducer.class);
    private static final long AWAY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /* How much longer than Kafka's producer an append waits for what that owes it. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long CHECK_MILLIS = 25;
    private static final long TROUBLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LEARN_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Vertx vertx;
    private final KafkaClients clients;
    private final String name;
    private final ThreadPoolExecutor sender;
    private volatile long lastFailure = System.nanoTime() - TROUBLE_NANOS;
    private volatile boolean failing;
    /* Whether an append is under way that may become late; written by the sender thread alone. */
    private volatile boolean watching;
    private final long patience;
    private final long checking;
    /* Below: sender thread only. */
    private final Connection connection;
    private final Backstop backstop = new Backstop();
    private long awayUntil = System.nanoTime();

    public LogProducer(Vertx vertx, KafkaClients clients, String name) {
        this.vertx = vertx;
        this.clients = clients;
        this.name = name;
        this.patience = clients.config().ackWithin().toNanos() + GRACE_NANOS;
        this.connection = new Connection(vertx, clients.producer(name));
        this.sender = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(clients.config().senderQueue()),
                task -> {
                    Thread thread = new Thread(task, "headwater-sender-" + name);
                    thread.setDaemon(true);
                    return thread;
                });
        this.checking = vertx.setPeriodic(CHECK_MILLIS, id -> check());
    }

    private void check() {
        if (!watching) {
            return;
        }
        try {
            sender.execute(() -> expireLate(System.nanoTime()));
        } catch (RejectedExecutionException e) {
            LOG.trace("The sender of {} is busy; each of its appends checks as well", name, e);
        }
    }

    private void expireLate(long now) {
        backstop.check(now);
        watching = !backstop.isEmpty();
    }

    /**
     * Appends all records of one request, all or nothing in the caller's eyes: as {@link #appendEach}, but fails with
     * {@link LogUnavailable} when any record is not acknowledged.
     */
    public Future<List<Refused>> append(Records records) {
        return appendEach(records).map(appended -> {
            if (!appended.unacknowledged().isEmpty()) {
                throw new LogUnavailable(appended.unacknowledged().get(0).why());
            }
            return appended.refused();
        });
    }

    /**
     * Appends all records of one request. The future completes when it is known of each what became of it, at the latest a
     * moment after {@code kafka.ackWithin}, on whatever thread knows the last. It fails with {@link LogUnavailable} only
     * when none of the records was made.
     */
    public Future<Appended> appendEach(Records records) {
        Promise<Appended> settled = Promise.promise();
        if (records.size() == 0) {
            settled.complete(Appended.of(List.of(), List.of()));
            return settled.future();
        }
        try {
            sender.execute(() -> send(records, settled));
        } catch (RejectedExecutionException e) {
            settled.fail(new LogUnavailable(
                    "the sender's queue is full (kafka.senderQueue="
                            + clients.config().senderQueue() + ")",
                    e));
        }
        return settled.future().onComplete(this::noteTrouble);
    }

    /**
     * Learns where these topics are, so that the first append does not wait for that longer than it may. Completes in any
     * case, within two seconds for each: with Kafka away the appends tell.
     */
    public Future<Void> prepare(List<String> topics) {
        Promise<Void> prepared = Promise.promise();
        sender.execute(() -> {
            topics.forEach(this::learn);
            prepared.complete();
        });
        return prepared.future();
    }

    private void learn(String topic) {
        long until = System.nanoTime() + LEARN_NANOS;
        boolean known = false;
        while (!known && System.nanoTime() - until < 0) {
            try {
                known = !connection.producer().partitionsFor(topic).isEmpty();
            } catch (RetriableException e) {
                LOG.debug("Where {} is, is not known yet", topic, e);
            } catch (RuntimeException e) {
                LOG.warn("Producer {} cannot learn where {} is", name, topic, e);
                return;
            }
        }
    }

    private void noteTrouble(AsyncResult<Appended> done) {
        if (done.failed() || done.result().isTroubled()) {
            failing = true;
            lastFailure = System.nanoTime();
        } else if (done.result().unacknowledged().isEmpty()) {
            failing = false;
        }
    }

    /** What is wrong with the log, as far as the last appends of the last seconds tell; empty when nothing is. */
    public Optional<String> problem() {
        boolean recent = failing && System.nanoTime() - lastFailure < TROUBLE_NANOS;
        return recent ? Optional.of("Kafka does not acknowledge (kafka.bootstrapServers)") : Optional.empty();
    }

    private void send(Records records, Promise<Appended> settled) {
        long now = System.nanoTime();
        backstop.check(now);
        Append append = new Append(records.size(), now + patience, settled);
        backstop.watch(append);
        watching = true;
        try {
            boolean away = now - awayUntil < 0;
            for (int i = 0; i < records.size(); i++) {
                away = !sendOne(records, i, append, away);
            }
        } catch (RuntimeException e) {
            append.fail(new LogUnavailable("the records could not be made", e));
        }
    }

    /** Hands one record over; false when the log is away, so that it need not be tried with the next. */
    private boolean sendOne(Records records, int i, Append append, boolean away) {
        ProducerRecord<byte[], byte[]> record = records.get(i);
        append.add(record);
        if (!records.isForKafka(record)) {
            records.taken(i);
            append.missing(i, Cause.HELD_BACK, "held back from Kafka");
            return !away;
        }
        if (away) {
            records.taken(i);
            append.missing(i, Cause.NOT_TAKEN, "Kafka is away");
            return false;
        }
        if (record.topic().equals(Topics.EVENTS) && Failpoint.lies("append.record")) {
            records.taken(i);
            append.acknowledged(i);
            return true;
        }
        Optional<Exception> notTaken = handOver(record, append, i);
        if (notTaken.filter(Refused::isOfTheRecord).isPresent()) {
            append.failed(i, notTaken.get());
            return true;
        }
        records.taken(i);
        notTaken.ifPresent(cause -> append.missing(
                i,
                Cause.NOT_TAKEN,
                "Kafka did not take the record: " + cause.getClass().getSimpleName()));
        return notTaken.isEmpty();
    }

    private Optional<Exception> handOver(ProducerRecord<byte[], byte[]> record, Append append, int i) {
        Optional<Exception> notTaken;
        try {
            notTaken = HandOver.of(connection.producer(), record, append, i);
        } catch (RuntimeException e) {
            notTaken = Optional.of(e);
        }
        notTaken.filter(cause -> !Refused.isOfTheRecord(cause)).ifPresent(this::away);
        return notTaken;
    }

    private void away(Exception cause) {
        awayUntil = System.nanoTime() + AWAY_NANOS;
        if (!(cause instanceof RetriableException)) {
            LOG.warn("Producer {} is beyond retrying and is replaced", name, cause);
            connection.drop(0);
        }
    }

    /** Waits for what is under way, at most {@code withinMillis}, then closes. Further appends fail. */
    public Future<Void> close(long withinMillis) {
        vertx.cancelTimer(checking);
        return vertx.executeBlocking(
                () -> {
                    sender.execute(() -> connection.drop(withinMillis));
                    sender.shutdown();
                    if (!sender.awaitTermination(withinMillis + 1_000, TimeUnit.MILLISECONDS)) {
                        LOG.warn("Producer {} did not close within {} ms", name, withinMillis);
                    }
                    return null;
                },
                false);
    }
}

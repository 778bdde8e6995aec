package io.headwater.kafka;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends records to Kafka with acks=all and idempotence, in the order given, from one sender thread with a bounded queue.
 *
 * <p>Handing a record to Kafka's producer may block (metadata, full buffer), so it happens on that thread and never on an
 * event loop, and a whole append crosses to it in one hop. When handing over had to give up, the log counts as away for a
 * moment, in which further appends fail at once instead of blocking one after the other.
 */
public final class LogProducer {
    private static final Logger LOG = LoggerFactory.getLogger(LogProducer.class);
    private static final long AWAY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long TROUBLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LEARN_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Vertx vertx;
    private final KafkaClients clients;
    private final String name;
    private final ThreadPoolExecutor sender;
    private volatile long lastFailure = System.nanoTime() - TROUBLE_NANOS;
    private volatile boolean failing;
    /* Below: sender thread only. */
    private Optional<KafkaWriteStream<byte[], byte[]>> stream = Optional.empty();
    private long awayUntil = System.nanoTime();

    public LogProducer(Vertx vertx, KafkaClients clients, String name) {
        this.vertx = vertx;
        this.clients = clients;
        this.name = name;
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
    }

    /**
     * Appends all records of one request. The future completes when the last is acknowledged, naming those Kafka refused
     * for themselves, and fails with {@link LogUnavailable} when any other is not acknowledged in time. It completes on a
     * thread of Kafka's, not on the caller's context.
     */
    public Future<List<Refused>> append(Records records) {
        Promise<List<Refused>> settled = Promise.promise();
        if (records.size() == 0) {
            settled.complete(List.of());
            return settled.future();
        }
        settled.future().onComplete(this::noteTrouble);
        Append append = new Append(records.size(), settled);
        try {
            sender.execute(() -> send(records, append));
        } catch (RejectedExecutionException e) {
            append.fail(new LogUnavailable(
                    "the sender's queue is full (kafka.senderQueue="
                            + clients.config().senderQueue() + ")",
                    e));
        }
        return settled.future();
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
                known = !connected().partitionsFor(topic).isEmpty();
            } catch (RetriableException e) {
                LOG.debug("Where {} is, is not known yet", topic, e);
            } catch (RuntimeException e) {
                LOG.warn("Producer {} cannot learn where {} is", name, topic, e);
                return;
            }
        }
    }

    private void noteTrouble(AsyncResult<List<Refused>> done) {
        failing = done.failed();
        if (failing) {
            lastFailure = System.nanoTime();
        }
    }

    /** What is wrong with the log, as far as the last appends of the last seconds tell; empty when nothing is. */
    public Optional<String> problem() {
        boolean recent = failing && System.nanoTime() - lastFailure < TROUBLE_NANOS;
        return recent ? Optional.of("Kafka does not acknowledge (kafka.bootstrapServers)") : Optional.empty();
    }

    private void send(Records records, Append append) {
        if (System.nanoTime() - awayUntil < 0) {
            append.fail(new LogUnavailable("Kafka is away"));
            return;
        }
        try {
            Producer<byte[], byte[]> producer = connected();
            for (int i = 0; i < records.size(); i++) {
                Optional<Exception> notTaken = HandOver.of(producer, records.get(i), append, i);
                if (notTaken.isEmpty()) {
                    records.taken(i);
                } else if (Append.isOfTheRecord(notTaken.get())) {
                    append.acknowledged(i, notTaken.get());
                } else {
                    giveUp(append, notTaken.get());
                    return;
                }
            }
        } catch (RuntimeException e) {
            giveUp(append, e);
        }
    }

    private void giveUp(Append append, Exception cause) {
        away(cause);
        append.fail(new LogUnavailable(
                "Kafka did not take the record: " + cause.getClass().getSimpleName(), cause));
    }

    private void away(Exception cause) {
        awayUntil = System.nanoTime() + AWAY_NANOS;
        if (!(cause instanceof RetriableException)) {
            LOG.warn("Producer {} is beyond retrying and is replaced", name, cause);
            disconnect(0);
        }
    }

    private Producer<byte[], byte[]> connected() {
        if (stream.isEmpty()) {
            stream = Optional.of(KafkaWriteStream.create(vertx, clients.producer(name)));
        }
        return stream.get().unwrap();
    }

    private void disconnect(long withinMillis) {
        stream.ifPresent(open -> open.unwrap().close(Duration.ofMillis(withinMillis)));
        stream = Optional.empty();
    }

    /** Waits for what is under way, at most {@code withinMillis}, then closes. Further appends fail. */
    public Future<Void> close(long withinMillis) {
        return vertx.executeBlocking(
                () -> {
                    sender.execute(() -> disconnect(withinMillis));
                    sender.shutdown();
                    if (!sender.awaitTermination(withinMillis + 1_000, TimeUnit.MILLISECONDS)) {
                        LOG.warn("Producer {} did not close within {} ms", name, withinMillis);
                    }
                    return null;
                },
                false);
    }
}

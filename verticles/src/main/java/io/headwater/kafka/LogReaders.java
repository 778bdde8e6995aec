package io.headwater.kafka;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;

/** Lets calls read the log on threads of their own, a few at once. */
public final class LogReaders {
    private static final int MOST = 4;
    private static final long WARN_MINUTES = 10;

    private final KafkaClients clients;
    private final WorkerExecutor threads;
    private final AtomicInteger underWay = new AtomicInteger();

    public LogReaders(Vertx vertx, KafkaClients clients) {
        this.clients = clients;
        this.threads = vertx.createSharedWorkerExecutor("headwater-readers", MOST, WARN_MINUTES, TimeUnit.MINUTES);
    }

    /** Does what reads; fails with {@link LogUnavailable} where Kafka does not answer or too many read already. */
    public <T> Future<T> read(String name, Function<LogReader, T> work) {
        if (underWay.incrementAndGet() > MOST) {
            underWay.decrementAndGet();
            return Future.failedFuture(new LogUnavailable(MOST + " calls that read the log are under way already"));
        }
        return threads.executeBlocking(() -> reading(name, work), false).onComplete(done -> underWay.decrementAndGet());
    }

    private <T> T reading(String name, Function<LogReader, T> work) {
        try (Consumer<byte[], byte[]> consumer = BlockingConsumers.alone(clients, name)) {
            return work.apply(new LogReader(consumer));
        } catch (KafkaException e) {
            throw new LogUnavailable("Kafka does not answer: " + e.getClass().getSimpleName(), e);
        }
    }

    public Future<Void> close() {
        return threads.close();
    }
}

package io.headwater.kafka;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic on a thread of its own, with a consumer that is nobody's member, until it is stopped. Where that fails it is
 * begun again, with a new consumer.
 */
public final class Following {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);

    private final KafkaClients clients;
    private final String topic;
    private final Duration retryEvery;
    private final Consumer<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> read;
    private final Runnable countFailure;
    private final Promise<Void> ended = Promise.promise();
    private final Thread thread;
    private volatile boolean stopped;
    private boolean failing;

    /**
     * Prepares it.
     *
     * @param name of the thread and the consumer
     * @param read reads until {@link #isStopped}, and goes on where it was when it is called again
     * @param countFailure told of each time that reading failed and is begun again
     */
    public Following(
            KafkaClients clients,
            String name,
            String topic,
            Duration retryEvery,
            Consumer<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> read,
            Runnable countFailure) {
        this.clients = clients;
        this.topic = topic;
        this.retryEvery = retryEvery;
        this.read = read;
        this.countFailure = countFailure;
        this.thread = new Thread(() -> follow(name), name);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Completes when nothing is read any more. */
    public Future<Void> stop() {
        stopped = true;
        return thread.isAlive() ? ended.future() : Future.succeededFuture();
    }

    public boolean isStopped() {
        return stopped;
    }

    /** All is well; the next failure is said again. To be called by whoever reads. */
    public void goesWell() {
        failing = false;
    }

    private void follow(String name) {
        while (!stopped) {
            try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer =
                    BlockingConsumers.alone(clients, name)) {
                read.accept(consumer);
            } catch (RuntimeException e) {
                failed(e);
            }
        }
        ended.complete();
    }

    private void failed(RuntimeException error) {
        countFailure.run();
        if (!failing) {
            failing = true;
            LOG.warn("{} cannot be read; trying every {}", topic, retryEvery, error);
        }
        try {
            Thread.sleep(retryEvery.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.headwater.kafka;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Appends records and waits until they are durable, on threads that may block. */
public record BlockingLog(LogProducer producer) {
    private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long AGAIN_MILLIS = 200;

    /**
     * Tries for ten seconds; all are made again where one is not acknowledged, so that some may stand there twice. Fails
     * with {@link LogUnavailable} then.
     */
    public void append(List<ProducerRecord<byte[], byte[]>> records) {
        long until = System.nanoTime() + WITHIN_NANOS;
        try {
            while (!tried(records, until)) {
                Thread.sleep(AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailable("the process is being stopped", e);
        }
    }

    /** Whether they are durable; fails where it is not worth trying again. */
    private boolean tried(List<ProducerRecord<byte[], byte[]>> records, long until) throws InterruptedException {
        long left = until - System.nanoTime();
        try {
            List<Refused> refused = producer.append(Records.of(records))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(Math.max(1, left), TimeUnit.NANOSECONDS);
            if (!refused.isEmpty()) {
                throw new LogUnavailable(refused.get(0).reason());
            }
            return true;
        } catch (ExecutionException e) {
            boolean worthIt = e.getCause() instanceof LogUnavailable && left > 0;
            if (worthIt) {
                return false;
            }
            throw e.getCause() instanceof LogUnavailable away ? away : new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new LogUnavailable("Kafka does not acknowledge", e);
        }
    }
}

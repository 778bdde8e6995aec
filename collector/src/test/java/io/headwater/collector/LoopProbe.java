package io.headwater.collector;

import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.RawHttp;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Asks each event loop for something cheap, over and over, and keeps the slowest answer. */
final class LoopProbe implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(3);

    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads;
    private volatile boolean wanted = true;

    private LoopProbe(RunningCollector collector) {
        threads = Stream.generate(() -> new Thread(() -> ask(collector)))
                .limit(2L * Runtime.getRuntime().availableProcessors())
                .toList();
    }

    static LoopProbe of(RunningCollector collector) {
        LoopProbe probe = new LoopProbe(collector);
        probe.threads.forEach(Thread::start);
        return probe;
    }

    private void ask(RunningCollector collector) {
        try (RawHttp connection = collector.connect()) {
            while (wanted) {
                long started = System.nanoTime();
                connection.send("POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nX-Api-Key: no\r\n\r\n");
                if (connection.read(ANSWER).response().status() == 401) {
                    nanos.add(System.nanoTime() - started);
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Duration slowest() {
        await().until(() -> nanos.size() > 50);
        return Duration.ofNanos(nanos.stream().mapToLong(Long::longValue).max().orElse(Long.MAX_VALUE));
    }

    @Override
    public void close() {
        wanted = false;
    }
}

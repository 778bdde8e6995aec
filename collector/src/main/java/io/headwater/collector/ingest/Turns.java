package io.headwater.collector.ingest;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Lets the slow work of each source be done one piece after the other, over all event loops, so that no source takes more
 * than one processor with it. What waits is bounded by the bytes it holds.
 */
final class Turns<K> {
    private final Map<K, Future<?>> last = new ConcurrentHashMap<>();

    /**
     * Does {@code work} once what {@code source} asked for before is done, well or not.
     *
     * @param here runs it where it was asked for
     */
    <T> Future<T> next(K source, Executor here, Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        Future<T> turn = done.future();
        Future<?> before = last.put(source, turn);
        if (before == null) {
            work.get().onComplete(done);
        } else {
            before.onComplete(any -> here.execute(() -> work.get().onComplete(done)));
        }
        return turn.onComplete(any -> last.remove(source, turn));
    }
}

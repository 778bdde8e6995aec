package io.headwater.collector;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;

/** What is to be closed at the end, the last started first, each when the one before is. */
final class Closings {
    private final Deque<Closing> closings = new ArrayDeque<>();

    /** One thing to close. */
    interface Closing {
        Future<?> close();
    }

    /** One thing to close that does not return before it is. */
    interface Blocking {
        void close() throws InterruptedException;
    }

    void push(Closing closing) {
        closings.push(closing);
    }

    /** The same of what takes its time. */
    void pushBlocking(Vertx vertx, Blocking close) {
        closings.push(() -> vertx.executeBlocking(
                () -> {
                    close.close();
                    return null;
                },
                false));
    }

    /** Closes all of it, also after one that could not be closed. */
    Future<?> close() {
        Future<?> closed = Future.succeededFuture();
        while (!closings.isEmpty()) {
            Closing closing = closings.pop();
            closed = closed.transform(v -> closing.close());
        }
        return closed;
    }
}

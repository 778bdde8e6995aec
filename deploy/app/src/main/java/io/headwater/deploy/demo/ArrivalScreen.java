package io.headwater.deploy.demo;

import io.headwater.deploy.process.Screen;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Shows arrivals as they come. What to show is decided on the event loop they arrive on; printing has a thread of its own,
 * since a terminal that somebody has paused would hold up deliveries.
 */
final class ArrivalScreen implements AutoCloseable {
    private final Screen screen;
    private final ArrivalLines lines;
    private final ExecutorService printer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "demo-printer");
        thread.setDaemon(true);
        return thread;
    });

    /** @param vertx has one event loop, that of the arrivals */
    ArrivalScreen(Screen screen, String samples, Vertx vertx) {
        this.screen = screen;
        this.lines = new ArrivalLines(screen, ZoneId.systemDefault(), samples);
        vertx.setPeriodic(1_000, id -> print(lines.secondOver(Clock.systemUTC().instant())));
    }

    /** On the event loop only. */
    void arrived(Arrival arrival) {
        print(lines.arrived(arrival));
    }

    private void print(List<String> text) {
        if (!text.isEmpty()) {
            printer.execute(() -> text.forEach(screen::line));
        }
    }

    /** Prints what is still to be printed, unless the terminal takes too long over it. */
    @Override
    public void close() {
        printer.shutdown();
        try {
            printer.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

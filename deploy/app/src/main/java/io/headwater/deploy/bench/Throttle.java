package io.headwater.deploy.bench;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Lets a process have a share of one processor and no more, where nobody may make a control group: stops it and lets it go on, fifty
 * times a second. Its answers are late by as much as it is stopped at once.
 */
final class Throttle {
    private static final double CYCLE_SECONDS = 0.02;
    private static final String LOOP = """
            exec {nothing}<> <(:)
            while kill -STOP "$1" 2>/dev/null; do
              read -rt "$2" -u "$nothing"; kill -CONT "$1"; read -rt "$3" -u "$nothing"
            done
            """;

    private final Worker worker;
    private final Process loop;

    /** @param processors how many of them it may have, less than there are */
    Throttle(Worker worker, double processors) throws IOException {
        double runs = CYCLE_SECONDS * processors / Runtime.getRuntime().availableProcessors();
        this.worker = worker;
        this.loop = new ProcessBuilder(
                        "bash",
                        "-c",
                        LOOP,
                        "throttle",
                        Long.toString(worker.pid()),
                        seconds(CYCLE_SECONDS - runs),
                        seconds(runs))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.4f", seconds);
    }

    /** Lets it have all there is again. */
    void close() throws IOException {
        loop.destroy();
        try {
            if (!loop.waitFor(5, TimeUnit.SECONDS)) {
                loop.destroyForcibly();
            }
        } catch (InterruptedException e) {
            loop.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        worker.signal("CONT");
    }
}

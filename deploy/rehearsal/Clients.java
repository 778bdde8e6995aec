import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The clients of one region, until the file END is there: each event is sent until a collector acknowledges it, to the nearest one
 * first, and to the next where that one is not there, refuses (421) or cannot (503). {@code NAME KEY EVENTS-A-SECOND FILE END
 * URL…}
 *
 * <p>Writes a line for each acknowledged event: id, milliseconds since 1970 of its first try and of the request that was
 * acknowledged, milliseconds until the answer, where it is durable, which collector took it.
 */
public final class Clients {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final long PAUSE_MILLIS = 100;
    private static final int THREADS = 32;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    private final String key;
    private final List<String> urls;
    private final PrintStream journal;
    /* The one that answered last: nobody tries one that is away for every event. */
    private volatile int preferred;
    private volatile long returnAt;

    private Clients(String key, List<String> urls, PrintStream journal) {
        this.key = key;
        this.urls = urls;
        this.journal = journal;
    }

    public static void main(String[] args) throws Exception {
        List<String> urls = List.of(args).subList(5, args.length);
        try (PrintStream journal = new PrintStream(Files.newOutputStream(Path.of(args[3])), true)) {
            Clients clients = new Clients(args[1], urls, journal);
            AtomicInteger number = new AtomicInteger();
            ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
            long every = TimeUnit.SECONDS.toMicros(1) / Integer.parseInt(args[2]);
            ScheduledExecutorService pace = Executors.newScheduledThreadPool(1);
            pace.scheduleAtFixedRate(
                    () -> threads.execute(() -> clients.deliver(args[0] + "-" + number.incrementAndGet())),
                    0,
                    every,
                    TimeUnit.MICROSECONDS);
            while (!Files.exists(Path.of(args[4]))) {
                Thread.sleep(PAUSE_MILLIS);
            }
            pace.shutdownNow();
            threads.shutdown();
            if (!threads.awaitTermination(90, TimeUnit.SECONDS)) {
                throw new IllegalStateException("events are still not acknowledged");
            }
        }
    }

    private void deliver(String id) {
        long begun = System.currentTimeMillis();
        int at = System.currentTimeMillis() >= returnAt ? 0 : preferred;
        while (true) {
            long sent = System.currentTimeMillis();
            try {
                HttpResponse<String> answer = client.send(request(id, urls.get(at)), BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    prefer(at);
                    String durability = answer.headers().firstValue("Headwater-Durability").orElse("?");
                    long took = System.currentTimeMillis() - sent;
                    journal.println(id + " " + begun + " " + sent + " " + took + " " + durability + " " + at);
                    return;
                }
            } catch (IOException away) {
                /* Somebody else, then. */
            } catch (InterruptedException e) {
                return;
            }
            at = (at + 1) % urls.size();
            pause();
        }
    }

    /* Whoever went elsewhere looks at the nearest one again after some seconds. */
    private void prefer(int at) {
        if (at != 0 && System.currentTimeMillis() >= returnAt) {
            returnAt = System.currentTimeMillis() + 3_000;
        }
        preferred = at;
    }

    private HttpRequest request(String id, String url) {
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString("{\"type\":\"rehearsal\",\"id\":\"" + id + "\"}"))
                .build();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.headwater.deploy.pipeline;

import io.headwater.deploy.pipeline.Answers.Refused;
import io.headwater.deploy.testkit.ClientAccount;
import io.headwater.deploy.testkit.ClientJournal;
import io.headwater.deploy.testkit.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Clients that send side by side, each on its own connection, and one journal of what they were promised. */
public final class Clients implements AutoCloseable {
    private static final int THREADS = 48;

    private final int port;
    private final Path file;
    private final ClientJournal journal;
    private final ScheduledExecutorService pacer = Executors.newScheduledThreadPool(THREADS);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Answers answers = new Answers();

    public Clients(int port, Path folder) {
        this.port = port;
        this.file = made(folder).resolve("clients.journal");
        this.journal = ClientJournal.append(file);
    }

    /** Delivers all, one after the other; returns once each is acknowledged. */
    public void deliver(Collection<Request> requests) {
        try (Client client = open()) {
            requests.forEach(client::deliver);
        }
    }

    /** Delivers all by so many clients in the background; the future completes once each is acknowledged. */
    public CompletableFuture<Void> delivering(List<Request> requests, int clients) {
        return delivering(requests, clients, Duration.ofNanos(1));
    }

    /**
     * The same, slowly.
     *
     * @param pace from one request of a client to its next, as far as it is answered in time
     */
    public CompletableFuture<Void> delivering(List<Request> requests, int clients, Duration pace) {
        Queue<Request> left = new ConcurrentLinkedQueue<>(requests);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            Client client = open();
            all.add(done.whenComplete((v, error) -> client.close()));
            pacer.scheduleAtFixedRate(() -> deliverNext(left, client, done), 0, pace.toNanos(), TimeUnit.NANOSECONDS);
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    /** Sends each once, all at the same time, a connection each; the future tells how many were acknowledged. */
    public CompletableFuture<Long> sendingAtOnce(List<Request> requests) {
        List<CompletableFuture<Boolean>> all = requests.stream()
                .map(request -> CompletableFuture.supplyAsync(() -> sendOnce(request), threads))
                .toList();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done -> all.stream().filter(CompletableFuture::join).count());
    }

    /** Every 429 and 503 so far. */
    public List<Refused> refusals() {
        return answers.refusals();
    }

    /** What was answered so far. */
    public Answers answers() {
        return answers;
    }

    /** The journal as it stands. */
    public Path journal() {
        return file;
    }

    /** What was sent and what was acknowledged, as the journal has it. */
    public ClientAccount account() {
        return ClientJournal.read(file);
    }

    /** Waits for clients in the background. */
    public static void join(CompletableFuture<?> clients) {
        clients.orTimeout(90, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        pacer.shutdownNow();
        threads.shutdownNow();
        journal.close();
    }

    private Client open() {
        return new Client(port, journal, answers);
    }

    /** What ends with an exception is not done again. */
    private static void deliverNext(Queue<Request> left, Client client, CompletableFuture<Void> done) {
        Request next = left.poll();
        if (next == null) {
            done.complete(null);
            throw new CancellationException("all are delivered");
        }
        try {
            client.deliver(next);
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
            throw e;
        }
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean sendOnce(Request request) {
        try (Client client = open()) {
            return client.send(request);
        }
    }

    /** The events of these requests, with repeats. */
    public static List<Receipt> events(Collection<Request> requests) {
        return requests.stream().flatMap(request -> request.events().stream()).toList();
    }
}

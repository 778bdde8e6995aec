package io.headwater.deploy.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A customer's webhook: a real HTTP server that checks signatures itself, reads all four formats and misbehaves on demand.
 *
 * <p>An event counts as received when its request is well signed, well formed and answered with a 2xx; it is in the journal
 * before the answer leaves. A request that is not both well signed and well formed is a violation and answered 400.
 */
public final class WebhookSink implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    private final Answering answering = new Answering(vertx);
    private final DeliveryReader reader = new DeliveryReader();
    private final SinkOptions options;
    private final WebhookSignature signature;
    private final Optional<SinkJournal> journal;
    private final HttpServer server;

    private final ConcurrentLinkedQueue<SinkRequest> requests = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<ReceivedEvent> events = new ConcurrentLinkedQueue<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();
    private volatile Behaviour behaviour = Behaviour.OK;

    private WebhookSink(SinkOptions options) {
        this.options = options;
        this.signature = new WebhookSignature(options.secret(), options.clock());
        this.journal = options.journal().map(SinkJournal::append);
        this.server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(options.port()))
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)))
                .listen()
                .await();
    }

    /** Runs a sink as a process of its own: {@code --port N --secret S --journal FILE}; prints {@code listening on <port>}. */
    public static void main(String[] args) {
        WebhookSink sink = start(SinkOptions.parse(args).forgetful());
        System.out.println("listening on " + sink.port());
    }

    public static WebhookSink start(String secret) {
        return start(SinkOptions.of(secret));
    }

    public static WebhookSink start(String secret, Path journal) {
        return start(SinkOptions.of(secret).writing(journal));
    }

    public static WebhookSink start(SinkOptions options) {
        return new WebhookSink(options);
    }

    public int port() {
        return server.actualPort();
    }

    /** Where deliveries go; any other path of this server will do as well. */
    public String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    /** Behaves so from the next request on. */
    public void answerWith(Behaviour next) {
        behaviour = next;
    }

    public void answerWith(Reply always) {
        answerWith(Behaviour.always(always));
    }

    /** The events received, in order, repeats included. */
    public List<ReceivedEvent> events() {
        return List.copyOf(events);
    }

    /** The same as a judge wants them. */
    public List<Receipt> receipts() {
        return events.stream()
                .map(event -> new Receipt(event.id(), event.sha256()))
                .toList();
    }

    /** How many events were received, repeats included. */
    public int received() {
        return received.get();
    }

    /** Every request in order, whatever became of it. */
    public List<SinkRequest> requests() {
        return List.copyOf(requests);
    }

    /** What was wrong with requests: a test of a well-behaved sender finds none. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** How many connections were ever opened. */
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        vertx.close().await();
        journal.ifPresent(SinkJournal::close);
    }

    private void handle(HttpServerRequest http, Buffer body) {
        SinkRequest request = checked(plain(http, body));
        if (options.remembers()) {
            requests.add(request);
        }
        if (request.violation().isPresent()) {
            violations.add(request.violation().get());
            answering.answer(
                    http, Reply.status(400, Map.of(), request.violation().get()));
            return;
        }
        Reply reply = behaviour.replyTo(request);
        if (reply.accepts()) {
            accept(request);
        }
        answering.answer(http, reply);
    }

    private void accept(SinkRequest request) {
        String webhookId = request.header("webhook-id").orElse("");
        journal.ifPresent(file ->
                file.accepted(request.events(), webhookId, options.clock().instant()));
        if (options.remembers()) {
            events.addAll(request.events());
        }
        received.addAndGet(request.events().size());
    }

    private SinkRequest checked(SinkRequest request) {
        try {
            signature.check(request);
            return request.reading(reader.read(request));
        } catch (MalformedDelivery e) {
            return request.violating(request.method() + " " + request.path() + ": " + e.getMessage());
        }
    }

    private static SinkRequest plain(HttpServerRequest http, Buffer body) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        http.headers().names().forEach(name -> headers.put(name, http.headers().getAll(name)));
        return new SinkRequest(
                http.method().name(), http.path(), headers, body.getBytes(), List.of(), Optional.empty());
    }
}

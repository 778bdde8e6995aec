package io.headwater.deploy.demo;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The customer of the demo: a webhook of its own on a free port of this host, which believes a delivery only when its
 * signature is right.
 */
final class SampleWebhook {
    static final String PATH = "/hook";
    private static final String HOST = "127.0.0.1";

    private final WebhookSecret secret;
    private final Consumer<Arrival> arrivals;
    private final AtomicInteger forged = new AtomicInteger();
    private final HttpServer server;

    private SampleWebhook(Vertx vertx, WebhookSecret secret, Consumer<Arrival> arrivals) {
        this.secret = secret;
        this.arrivals = arrivals;
        this.server = vertx.createHttpServer(
                        new HttpServerOptions().setHost(HOST).setPort(0))
                .requestHandler(request -> request.body().onSuccess(body -> receive(request, body)));
    }

    /** Starts one that hands each event on as it arrives, on an event loop; closing Vert.x ends it. */
    static SampleWebhook start(Vertx vertx, WebhookSecret secret, Consumer<Arrival> arrivals) {
        SampleWebhook webhook = new SampleWebhook(vertx, secret, arrivals);
        webhook.server.listen().await();
        return webhook;
    }

    String url() {
        return "http://" + HOST + ":" + server.actualPort() + PATH;
    }

    /** How many requests were refused because their signature was wrong. */
    int forged() {
        return forged.get();
    }

    private void receive(HttpServerRequest request, Buffer body) {
        if (!isSigned(request, body)) {
            forged.incrementAndGet();
            request.response().setStatusCode(401).end("the signature is not mine");
            return;
        }
        arrivals.accept(new Arrival(
                Clock.systemUTC().instant(), request.path(), request.headers().entries(), body.toString()));
        request.response().setStatusCode(204).end();
    }

    private boolean isSigned(HttpServerRequest request, Buffer body) {
        return secret.signed(
                request.getHeader("webhook-id") + "",
                request.getHeader("webhook-timestamp") + "",
                body.getBytes(),
                request.getHeader("webhook-signature") + "");
    }
}

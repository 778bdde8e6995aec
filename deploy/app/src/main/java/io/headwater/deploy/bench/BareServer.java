package io.headwater.deploy.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The limit ingest is held against: a Vert.x HTTP server whose handler answers when it has the body, or, given a broker,
 * when a raw producer of Kafka's with the collector's settings has the body acknowledged.
 */
public final class BareServer extends VerticleBase {
    static final String TOPIC = "bench.bare";
    /* To Vert.x a negative port is a free one that all instances share. */
    private static final int ANY_SHARED = -1;
    private static final String ANSWER = "{\"accepted\":1,\"rejected\":[]}";

    private final Optional<Producer<byte[], byte[]>> producer;
    private final CompletableFuture<Integer> port;

    private BareServer(Optional<Producer<byte[], byte[]>> producer, CompletableFuture<Integer> port) {
        this.producer = producer;
        this.port = port;
    }

    /** Arguments: nothing, or the bootstrap servers. Each command is answered with the port. */
    public static void main(String[] args) throws Exception {
        Vertx vertx = Commands.vertx(new VertxOptions());
        Optional<Producer<byte[], byte[]>> producer =
                args.length == 0 ? Optional.empty() : Optional.of(new KafkaProducer<>(BareProducer.settings(args[0])));
        CompletableFuture<Integer> port = new CompletableFuture<>();
        DeploymentOptions onEachCore =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        vertx.deployVerticle(() -> new BareServer(producer, port), onEachCore).await(10, TimeUnit.SECONDS);
        JsonObject listening = new JsonObject().put("port", port.get(10, TimeUnit.SECONDS));
        Commands.serve(command -> Future.succeededFuture(listening));
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Override
    public Future<?> start() {
        HttpServer server = vertx.createHttpServer().requestHandler(this::handle);
        return server.listen(ANY_SHARED, "127.0.0.1").onSuccess(listening -> port.complete(listening.actualPort()));
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            if (producer.isEmpty()) {
                answer(request);
                return;
            }
            /* The same key for one connection, as the sample events' session is. */
            byte[] key = Integer.toString(request.connection().remoteAddress().port())
                    .getBytes(UTF_8);
            producer.get().send(new ProducerRecord<>(TOPIC, key, body.getBytes()), (metadata, error) -> {
                if (error == null) {
                    answer(request);
                } else {
                    request.response().setStatusCode(503).end();
                }
            });
        });
    }

    private static void answer(HttpServerRequest request) {
        request.response().putHeader("Content-Type", "application/json").end(ANSWER);
    }
}

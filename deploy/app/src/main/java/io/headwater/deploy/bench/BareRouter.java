package io.headwater.deploy.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The limit delivery is held against: a bare consumer of Kafka's that posts what it polls, in batches of newline-delimited
 * bodies with a bare Vert.x client, as many at once as a destination has by default, and commits a poll when all of it is
 * answered.
 */
public final class BareRouter {
    private static final int BATCH = 100;
    private static final int IN_FLIGHT = 8;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long PATIENCE_SECONDS = 60;

    private final Context context;
    private final HttpClient client;
    private final int port;

    private BareRouter(Vertx vertx, int port) {
        this.context = vertx.getOrCreateContext();
        this.client = vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(IN_FLIGHT));
        this.port = port;
    }

    /** Arguments: bootstrap servers, topic, the sink's port. Each command is the number of events to deliver. */
    public static void main(String[] args) throws Exception {
        Vertx vertx = Commands.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", args[0]);
        settings.put("group.id", "bench-bare");
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        settings.put("key.deserializer", ByteArrayDeserializer.class);
        settings.put("value.deserializer", ByteArrayDeserializer.class);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            consumer.subscribe(List.of(args[1]));
            BareRouter router = new BareRouter(vertx, Integer.parseInt(args[2]));
            Commands.serve(command -> Future.succeededFuture(router.deliver(consumer, Long.parseLong(command[0]))));
        }
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    private JsonObject deliver(KafkaConsumer<byte[], byte[]> consumer, long events) throws Exception {
        long left = events;
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (left > 0 && System.nanoTime() < giveUp) {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            left -= polled.count();
            post(polled);
            consumer.commitSync();
        }
        return new JsonObject().put("delivered", events - left);
    }

    private void post(ConsumerRecords<byte[], byte[]> polled)
            throws InterruptedException, ExecutionException, TimeoutException {
        Semaphore places = new Semaphore(IN_FLIGHT);
        List<Future<?>> posted = new ArrayList<>();
        Buffer body = Buffer.buffer();
        int size = 0;
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            body.appendBytes(record.value()).appendByte((byte) '\n');
            size++;
            if (size == BATCH) {
                posted.add(post(body, size, places));
                body = Buffer.buffer();
                size = 0;
            }
        }
        if (size > 0) {
            posted.add(post(body, size, places));
        }
        Future.all(posted).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private Future<?> post(Buffer body, int events, Semaphore places) throws InterruptedException {
        places.acquire();
        Promise<Void> answered = Promise.promise();
        context.runOnContext(v -> client.request(HttpMethod.POST, port, "127.0.0.1", "/")
                .compose(request -> request.putHeader(EndToEnd.COUNT, Integer.toString(events))
                        .putHeader("Content-Type", "application/x-ndjson")
                        .send(body))
                .compose(response -> response.end())
                .onComplete(done -> places.release())
                .onComplete(answered));
        return answered.future();
    }
}

package io.headwater.deploy.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The limit batches are held against: Kafka's own producer alone, with the collector's settings and records as large as the collector's
 * are with their headers, all of it value.
 */
public final class BareProducer {
    private static final int OUTSTANDING = 6_400;
    private static final int SESSIONS = 64;

    private BareProducer() {}

    /** What the collector's producer has that bears on speed. */
    static Map<String, Object> settings(String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("linger.ms", 0);
        settings.put("batch.size", 128 * 1024);
        settings.put("buffer.memory", 64L << 20);
        settings.put("key.serializer", ByteArraySerializer.class);
        settings.put("value.serializer", ByteArraySerializer.class);
        return settings;
    }

    /** Argument: the bootstrap servers. Each command is {@code MILLIS}. */
    public static void main(String[] args) throws Exception {
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(settings(args[0]))) {
            Commands.serve(command -> Future.succeededFuture(run(producer, Long.parseLong(command[0]))));
        }
    }

    private static JsonObject run(Producer<byte[], byte[]> producer, long millis) throws InterruptedException {
        byte[][] keys = new byte[SESSIONS][];
        byte[][] values = new byte[SESSIONS][];
        for (int i = 0; i < SESSIONS; i++) {
            keys[i] = SampleEvents.session(i).getBytes(UTF_8);
            values[i] = Arrays.copyOf(SampleEvents.single("bench-" + i, i), Preload.size(i));
        }
        Semaphore room = new Semaphore(OUTSTANDING);
        LongAdder acknowledged = new LongAdder();
        long started = System.nanoTime();
        long end = started + millis * 1_000_000;
        for (int i = 0; System.nanoTime() < end; i = (i + 1) % SESSIONS) {
            room.acquire();
            producer.send(new ProducerRecord<>(BareServer.TOPIC, keys[i], values[i]), (metadata, error) -> {
                room.release();
                if (error == null) {
                    acknowledged.increment();
                }
            });
        }
        room.acquire(OUTSTANDING);
        return new JsonObject().put("perSecond", acknowledged.sum() / ((System.nanoTime() - started) / 1e9));
    }
}

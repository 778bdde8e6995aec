package io.headwater.deploy.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.event.Acceptance;
import io.headwater.event.Event;
import io.headwater.event.EventData;
import io.headwater.event.Line;
import io.headwater.event.Origin;
import io.headwater.event.SourceId;
import io.headwater.kafka.EventRecords;
import io.headwater.kafka.Partitions;
import io.headwater.kafka.Topics;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** Puts accepted events into Kafka as fast as Kafka takes them, for the router to deliver, and tells the ledger of them. */
public final class Preload {
    private static final int SESSIONS = 1_000;

    private final Producer<byte[], byte[]> producer;
    private final int partitions;
    private final Map<String, Numbering> numberings = new HashMap<>();
    private int made;

    private Preload(Producer<byte[], byte[]> producer, int partitions) {
        this.producer = producer;
        this.partitions = partitions;
    }

    /** Starts one, ready. */
    static Worker start(String bootstrapServers, int partitions) throws IOException {
        return Worker.start(Preload.class, List.of(bootstrapServers, Integer.toString(partitions)), Map.of())
                .ready();
    }

    /** What to tell it for so many events of a kind. */
    static String command(int events, String topic, Shape shape) {
        return String.join(
                " ",
                Integer.toString(events),
                topic,
                Integer.toString(shape.sources()),
                Integer.toString(shape.bytes()));
    }

    /** Arguments: bootstrap servers, partitions of {@code hw.events}. Each command is {@code EVENTS TOPIC SOURCES BYTES}. */
    public static void main(String[] args) throws Exception {
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(BareProducer.settings(args[0]))) {
            Preload preload = new Preload(producer, Integer.parseInt(args[1]));
            Commands.serve(command -> {
                Shape shape = new Shape(Integer.parseInt(command[2]), Integer.parseInt(command[3]));
                return Future.succeededFuture(preload.put(Long.parseLong(command[0]), command[1], shape));
            });
        }
    }

    /** How many bytes such a record has, headers and all, but for its key. */
    static int size(int session) {
        ProducerRecord<byte[], byte[]> record = record(
                shared(source(Shape.PLAIN, session), Instant.now()),
                key(session),
                new Numbering(1).line(0),
                session,
                session,
                SampleEvents.EVENT);
        int size = record.value().length;
        for (Header header : record.headers()) {
            /* Kafka writes the length of each before it. */
            size += 2 + header.key().length() + header.value().length;
        }
        return size;
    }

    private static SourceId source(Shape shape, int session) {
        return new SourceId("acme", Shape.source(session, shape.sources()));
    }

    private static byte[] key(int session) {
        return SampleEvents.session(session).getBytes(UTF_8);
    }

    private static List<Header> shared(SourceId source, Instant acceptedAt) {
        Origin origin = new Origin(source, "native", "local", "any", "");
        return EventRecords.shared(new Acceptance(origin, acceptedAt, ""));
    }

    private static ProducerRecord<byte[], byte[]> record(
            List<Header> shared, byte[] key, Line line, long number, int session, String each) {
        String id = "preload-" + line.partition() + "-" + number;
        Event event = new Event(
                id,
                "heartbeat",
                SampleEvents.TIME,
                "",
                SampleEvents.session(session),
                "application/json",
                EventData.of(SampleEvents.own(each, id, session).getBytes(UTF_8)));
        return EventRecords.encode(event, key, shared, line, number);
    }

    private JsonObject put(long events, String topic, Shape shape) {
        List<SourceId> sources = IntStream.range(0, Math.max(1, shape.sources()))
                .mapToObj(session -> source(shape, session))
                .toList();
        Instant acceptedAt = Instant.now();
        List<List<Header>> shared =
                sources.stream().map(source -> shared(source, acceptedAt)).toList();
        Numbering numbering = numberings.computeIfAbsent(topic, each -> new Numbering(partitions));
        String each = SampleEvents.sized(shape.bytes());
        for (long i = 0; i < events; i++) {
            int session = made % SESSIONS;
            made = session + 1;
            int of = session % sources.size();
            byte[] key = key(session);
            int partition = Partitions.of(key, partitions);
            long number = numbering.next(partition, sources.get(of).toString(), acceptedAt);
            ProducerRecord<byte[], byte[]> record =
                    record(shared.get(of), key, numbering.line(partition), number, session, each);
            producer.send(
                    new ProducerRecord<>(topic, record.partition(), record.key(), record.value(), record.headers()));
        }
        List<ProducerRecord<byte[], byte[]>> reports = numbering.reports();
        if (topic.equals(Topics.EVENTS)) {
            reports.forEach(producer::send);
        }
        producer.flush();
        return new JsonObject().put("events", events);
    }
}

package io.headwater.router.operate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.event.SourceId;
import io.headwater.kafka.LogReader;
import io.headwater.kafka.LogReaders;
import io.headwater.kafka.Topics;
import io.headwater.ops.OpsAnswer;
import io.headwater.ops.OpsRefusal;
import io.headwater.ops.OpsRequest;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.route.Routing;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * {@code /api/tail}: what comes now. Each answer holds what came since the one before and a cursor for the next; where more
 * came than is shown, the latest is, and the answer says how much was passed over. Data is as it stands in Kafka: what a
 * source redacts was taken out at the edge, before anything was durable.
 */
final class TailCalls {
    private static final long SHOWN = 50;
    private static final long MOST_SHOWN = 500;
    /* Of each partition in one answer; of more, the latest are looked at. */
    private static final long MOST_LOOKED = 2_000;
    private static final int DATA_BYTES = 2_048;

    private final LogReaders readers;
    private final Supplier<Routing> routing;

    TailCalls(LogReaders readers, Supplier<Routing> routing) {
        this.readers = readers;
        this.routing = routing;
    }

    Future<OpsAnswer> tail(OpsRequest request) {
        request.knowing("cursor", "source", "destination", "type", "rejected", "dead", "limit", "data");
        boolean data = request.is("data");
        if (data) {
            request.trustedOnly();
        }
        if (request.is("rejected") && request.is("dead")) {
            throw OpsRefusal.wrong("rejected and dead are two topics: ask for one of them");
        }
        String topic = request.is("rejected") ? Topics.REJECTED : request.is("dead") ? Topics.DEAD : Topics.EVENTS;
        Predicate<ConsumerRecord<byte[], byte[]>> wanted = wanted(request, topic);
        long limit = request.number("limit", 1, MOST_SHOWN).orElse(SHOWN);
        Optional<Map<Integer, Long>> cursor = request.text("cursor").map(TailCalls::cursor);
        return readers.read("headwater-tail", reader -> tail(reader, topic, cursor, wanted, limit, data));
    }

    private Predicate<ConsumerRecord<byte[], byte[]>> wanted(OpsRequest request, String topic) {
        Optional<String> source = request.text("source").map(each -> "/" + each);
        Optional<String> type = request.text("type");
        Optional<String> destination = request.text("destination");
        Set<String> leadingThere = destination.map(this::sources).orElse(Set.of());
        return record -> source.map(each -> each.equals(header(record, "ce_source")))
                        .orElse(true)
                && type.map(each -> each.equals(header(record, "ce_type"))).orElse(true)
                && destination
                        .map(each -> topic.equals(Topics.DEAD)
                                ? each.equals(
                                        header(record, "hw_dead_tenant") + "/" + header(record, "hw_dead_destination"))
                                : leadingThere.contains(header(record, "ce_source")))
                        .orElse(true);
    }

    private Set<String> sources(String destination) {
        Map<DestinationId, Set<SourceId>> leading = routing.get().leading();
        return leading.entrySet().stream()
                .filter(each -> each.getKey().toString().equals(destination))
                .findFirst()
                .orElseThrow(() -> OpsRefusal.unknown("There is no destination " + destination + ". Those there are: "
                        + leading.keySet().stream()
                                .map(DestinationId::toString)
                                .sorted()
                                .toList()))
                .getValue()
                .stream()
                .map(SourceId::uri)
                .collect(Collectors.toSet());
    }

    private static OpsAnswer tail(
            LogReader reader,
            String topic,
            Optional<Map<Integer, Long>> cursor,
            Predicate<ConsumerRecord<byte[], byte[]>> wanted,
            long limit,
            boolean data) {
        List<TopicPartition> partitions = reader.partitions(topic);
        Map<TopicPartition, Long> ends = reader.ends(partitions);
        List<LogReader.Stretch> stretches = new ArrayList<>();
        long passed = 0;
        for (TopicPartition each : partitions) {
            long end = ends.getOrDefault(each, 0L);
            long from = Math.min(
                    end,
                    cursor.map(known -> known.getOrDefault(each.partition(), 0L))
                            .orElse(end));
            long latest = Math.max(from, end - MOST_LOOKED);
            passed += latest - from;
            stretches.add(new LogReader.Stretch(each, latest, end));
        }
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        reader.read(stretches, record -> {
            if (wanted.test(record)) {
                found.add(record);
            }
        });
        found.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
        List<ConsumerRecord<byte[], byte[]>> shown =
                found.subList(Math.toIntExact(Math.max(0, found.size() - limit)), found.size());
        JsonArray events = new JsonArray();
        shown.forEach(record -> events.add(event(record, data)));
        return OpsAnswer.ok(new JsonObject()
                .put("events", events)
                .put("passed", passed + found.size() - shown.size())
                .put("cursor", cursor(ends)));
    }

    private static JsonObject event(ConsumerRecord<byte[], byte[]> record, boolean data) {
        JsonObject event = new JsonObject()
                .put("at", Instant.ofEpochMilli(record.timestamp()).toString())
                .put("partition", record.partition())
                .put("offset", record.offset())
                .put("dataBytes", record.value() == null ? 0 : record.value().length);
        for (Header header : record.headers()) {
            boolean told = header.key().startsWith("ce_") || header.key().startsWith("hw_");
            if (told && header.value() != null && !header.key().equals("hw_dead_response")) {
                event.put(
                        header.key().substring(header.key().startsWith("ce_") ? 3 : 0),
                        new String(header.value(), UTF_8));
            }
        }
        if (data && record.value() != null) {
            int length = Math.min(DATA_BYTES, record.value().length);
            event.put("data", new String(record.value(), 0, length, UTF_8));
        }
        return event;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
    }

    /** {@code 0:17,1:4}: the offset to go on from, by partition. */
    private static String cursor(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .map(each -> each.getKey().partition() + ":" + each.getValue())
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static Map<Integer, Long> cursor(String text) {
        Map<Integer, Long> offsets = new HashMap<>();
        for (String each : text.split(",", -1)) {
            if (!each.matches("\\d{1,9}:\\d{1,18}")) {
                throw OpsRefusal.wrong("cursor must be what the answer before said");
            }
            int colon = each.indexOf(':');
            offsets.put(Integer.valueOf(each.substring(0, colon)), Long.valueOf(each.substring(colon + 1)));
        }
        return offsets;
    }
}

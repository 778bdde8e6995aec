package io.headwater.router.operate;

import io.headwater.event.LoggedEvent;
import io.headwater.event.SourceId;
import io.headwater.kafka.EventRecords;
import io.headwater.kafka.LogReader;
import io.headwater.kafka.LogReaders;
import io.headwater.kafka.ReportRecords;
import io.headwater.kafka.Topics;
import io.headwater.ledger.LineReport;
import io.headwater.ops.OpsAnswer;
import io.headwater.ops.OpsRefusal;
import io.headwater.ops.OpsRequest;
import io.headwater.router.duplicates.EventIndex;
import io.headwater.router.route.Routing;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * {@code /api/events/ID}: what became of one event, from Kafka itself. {@code hw.index} tells where it stands, the reports
 * on its line in {@code hw.ledger} what happened to it.
 */
final class ExplainCalls {
    private static final int LONGEST_ID = 1_024;
    private static final int MOST_EVENTS = 20;
    /* What a clock at the edge may be wrong by: reports from so long before its acceptance are read. */
    private static final Duration AROUND = Duration.ofMinutes(2);

    private final LogReaders readers;
    private final String group;
    private final Supplier<Routing> routing;
    private final Clock clock = Clock.systemUTC();

    /**
     * @param group of the routers whose reports count
     * @param routing as it stands whenever it is asked for
     */
    ExplainCalls(LogReaders readers, String group, Supplier<Routing> routing) {
        this.readers = readers;
        this.group = group;
        this.routing = routing;
    }

    Future<OpsAnswer> explain(OpsRequest request) {
        request.knowing("source", "clientSource");
        String id = request.in("id");
        if (id.length() > LONGEST_ID) {
            throw OpsRefusal.wrong("An id has at most " + LONGEST_ID + " characters");
        }
        Set<String> asked = request.text("source")
                .map(source -> Set.of("/" + source))
                .orElseGet(() -> routing.get().sources().stream()
                        .map(SourceId::uri)
                        .collect(Collectors.toCollection(TreeSet::new)));
        String clientSource = request.text("clientSource").orElse("");
        return readers.read("headwater-explain", reader -> explain(reader, id, asked, clientSource));
    }

    private OpsAnswer explain(LogReader reader, String id, Set<String> asked, String clientSource) {
        List<ConsumerRecord<byte[], byte[]>> records =
                new EventIndex(reader, id, asked, clientSource).find(clock.instant());
        if (records.isEmpty()) {
            throw OpsRefusal.unknown("No event with the id '" + shown(id) + "' is in Kafka. It was never accepted, was"
                    + " rejected, waits in an edge's spool, or is older than kafka.topics.retention.events."
                    + " A CloudEvent with a source of its own is found with clientSource");
        }
        JsonArray events = new JsonArray();
        records.stream().limit(MOST_EVENTS).forEach(record -> events.add(story(reader, record)));
        return OpsAnswer.ok(new JsonObject().put("id", id).put("events", events));
    }

    private JsonObject story(LogReader reader, ConsumerRecord<byte[], byte[]> record) {
        LoggedEvent event;
        try {
            event = EventRecords.read(record).event();
        } catch (IllegalArgumentException e) {
            return where(record).put("now", "among the dead letters: unreadable, " + e.getMessage());
        }
        Explanation explanation = new Explanation(group, event);
        reports(reader, event, record.timestamp(), explanation);
        JsonObject story = explanation.json();
        where(record).forEach(field -> story.put(field.getKey(), field.getValue()));
        Instant accepted = event.acceptance().acceptedAt();
        return story.put("source", event.source().toString())
                .put("type", event.event().type())
                .put("dialect", event.acceptance().origin().dialect())
                .put("region", event.acceptance().origin().region())
                .put("time", event.event().time())
                .put("acceptedAt", accepted.toString())
                .put("edge", event.line().site())
                .put("line", event.line().toString())
                .put("number", event.seq())
                .put("dataBytes", event.event().data().length());
    }

    private static JsonObject where(ConsumerRecord<byte[], byte[]> record) {
        return new JsonObject()
                .put("topic", record.topic())
                .put("partition", record.partition())
                .put("offset", record.offset())
                .put("appendedAt", Instant.ofEpochMilli(record.timestamp()).toString());
    }

    private static void reports(LogReader reader, LoggedEvent event, long appendedAt, Explanation explanation) {
        byte[] line = event.line().toString().getBytes(StandardCharsets.UTF_8);
        List<TopicPartition> ledger = reader.partitions(Topics.LEDGER);
        Instant from = event.acceptance().acceptedAt().minus(AROUND);
        Instant appended = Instant.ofEpochMilli(appendedAt).minus(AROUND);
        Map<TopicPartition, Long> first = reader.at(ledger, from.isBefore(appended) ? from : appended);
        Map<TopicPartition, Long> ends = new HashMap<>(reader.ends(ledger));
        List<LogReader.Stretch> stretches = new ArrayList<>();
        ledger.forEach(each ->
                stretches.add(new LogReader.Stretch(each, first.getOrDefault(each, 0L), ends.getOrDefault(each, 0L))));
        reader.read(stretches, record -> {
            if (Arrays.equals(record.key(), line)) {
                ReportRecords.read(record)
                        .filter(LineReport.class::isInstance)
                        .ifPresent(report -> explanation.take((LineReport) report, record.timestamp()));
            }
        });
    }

    private static String shown(String id) {
        return id.length() <= 100 ? id : id.substring(0, 100) + "…";
    }
}

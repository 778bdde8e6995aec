package io.headwater.router.control;

import io.headwater.event.SourceId;
import io.headwater.router.deliver.DestinationId;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Orders as they stand in {@code hw.control}: key {@code destination/<tenant>/<name>} or {@code replay/<id>}, and a JSON
 * object as value. Keys a version does not know are passed over, so that routers of two versions may stand beside each
 * other.
 */
final class ControlRecords {
    private static final String DESTINATION = "destination/";
    private static final String REPLAY = "replay/";
    /* The moment at which the order itself came into the log: the brokers' clock stamps what it is compared with, too. */
    private static final String NOW = "now";

    private ControlRecords() {}

    static String key(DestinationId destination) {
        return DESTINATION + destination;
    }

    static String replayKey(String id) {
        return REPLAY + id;
    }

    static String encode(DestinationOrder order, boolean skipNow) {
        JsonObject json = new JsonObject();
        order.paused()
                .ifPresent(pause -> json.put(
                        "paused",
                        new JsonObject()
                                .put("by", pause.by())
                                .put("at", pause.at().toString())
                                .put("note", pause.note())));
        if (skipNow) {
            json.put("skipBefore", NOW);
        } else {
            order.skipBefore().ifPresent(before -> json.put("skipBefore", before.toString()));
        }
        return json.encode();
    }

    static String encode(ReplayOrder order) {
        JsonObject ranges = new JsonObject();
        order.ranges()
                .forEach((partition, range) -> ranges.put(
                        partition.toString(), new JsonArray().add(range.start()).add(range.end())));
        JsonArray sources = new JsonArray();
        order.scope().sources().forEach(source -> sources.add(source.toString()));
        return new JsonObject()
                .put("destination", order.scope().destination().toString())
                .put("from", order.scope().from().toString())
                .put("to", order.scope().to().toString())
                .put("sources", sources)
                .put("rate", order.rate())
                .put("ranges", ranges)
                .put("state", order.state().word())
                .put("by", order.by().name())
                .put("at", order.by().at().toString())
                .put("copied", order.copied())
                .encode();
    }

    /**
     * What the state is after this record.
     *
     * @param value empty where the key is forgotten
     * @param timestamp of the record, in milliseconds since 1970
     * @throws IllegalArgumentException naming the key where the record says nothing that can be understood
     */
    static ControlState apply(ControlState state, String key, String value, long timestamp) {
        try {
            if (key.startsWith(DESTINATION)) {
                DestinationId id = destination(key.substring(DESTINATION.length()));
                return state.with(id, value.isEmpty() ? DestinationOrder.NONE : order(value, timestamp));
            }
            if (key.startsWith(REPLAY)) {
                String id = key.substring(REPLAY.length());
                return value.isEmpty() ? state.without(id) : state.with(replay(id, value));
            }
            return state;
        } catch (DecodeException | ClassCastException | DateTimeException | NullPointerException e) {
            throw new IllegalArgumentException("the order " + key + " cannot be read", e);
        }
    }

    /** {@code tenant/name}; fails with {@link IllegalArgumentException} where it is not of that form. */
    static DestinationId destination(String text) {
        SourceId parsed = SourceId.parse(text); // the same form
        return new DestinationId(parsed.tenant(), parsed.name());
    }

    private static DestinationOrder order(String value, long timestamp) {
        JsonObject json = new JsonObject(value);
        Optional<DestinationOrder.Pause> pause = Optional.ofNullable(json.getJsonObject("paused"))
                .map(each -> new DestinationOrder.Pause(
                        each.getString("by"), Instant.parse(each.getString("at")), each.getString("note", "")));
        Optional<Instant> skipBefore = Optional.ofNullable(json.getString("skipBefore"))
                .map(each -> each.equals(NOW) ? Instant.ofEpochMilli(timestamp) : Instant.parse(each));
        return new DestinationOrder(pause, skipBefore);
    }

    private static ReplayOrder replay(String id, String value) {
        JsonObject json = new JsonObject(value);
        Set<SourceId> sources = new HashSet<>();
        json.getJsonArray("sources").forEach(each -> sources.add(SourceId.parse((String) each)));
        SortedMap<Integer, ReplayOrder.Range> ranges = new TreeMap<>();
        JsonObject all = json.getJsonObject("ranges");
        for (String partition : all.fieldNames()) {
            JsonArray range = all.getJsonArray(partition);
            ranges.put(Integer.parseInt(partition), new ReplayOrder.Range(range.getLong(0), range.getLong(1)));
        }
        return new ReplayOrder(
                id,
                new ReplayOrder.Scope(
                        destination(json.getString("destination")),
                        Instant.parse(json.getString("from")),
                        Instant.parse(json.getString("to")),
                        sources),
                json.getInteger("rate"),
                ranges,
                ReplayOrder.State.valueOf(json.getString("state").toUpperCase(Locale.ROOT)),
                new ReplayOrder.By(json.getString("by"), Instant.parse(json.getString("at"))),
                json.getLong("copied", 0L));
    }
}

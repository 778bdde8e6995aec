package io.headwater.router.operate;

import io.headwater.event.LoggedEvent;
import io.headwater.ledger.Column;
import io.headwater.ledger.Fact;
import io.headwater.ledger.LineReport;
import io.headwater.ledger.Section;
import io.headwater.ledger.Taking;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** The story of one event, put together from the reports on its line. */
final class Explanation {
    private final String group;
    private final LoggedEvent event;
    private final Map<String, Owing> owing = new TreeMap<>();
    private Optional<Taking.State> taken = Optional.empty();
    private OptionalLong drainedAt = OptionalLong.empty();
    private OptionalLong seenAt = OptionalLong.empty();
    private String seenBy = "";
    private boolean unrouted;
    private boolean duplicate;
    private boolean closed;

    /** What became of it at one destination. */
    private static final class Owing {
        private final List<JsonObject> steps = new ArrayList<>();
        private Fact.State state = Fact.State.OWED;
        private int parkedAt;
        private boolean own;
        private boolean closed;
        private int closedAt = -1;
    }

    /** @param group of the routers whose reports count */
    Explanation(String group, LoggedEvent event) {
        this.group = group;
        this.event = event;
    }

    /** Takes in a report on the event's line, in the order in which they were made. */
    void take(LineReport report, long appendedAt) {
        if (!report.reporter().isEmpty() && !report.reporter().startsWith(group + "/")) {
            return;
        }
        report.sections().forEach(section -> ifIn(section.column(), value -> take(report, section, value, appendedAt)));
    }

    private void ifIn(Column column, LongConsumer told) {
        column.forEach((from, to, value) -> {
            if (from <= event.seq() && event.seq() < to) {
                told.accept(value);
            }
        });
    }

    private void take(LineReport report, Section section, long value, long appendedAt) {
        switch (section.stage()) {
            case TAKEN -> taken = Optional.of(Taking.unpack(value).state());
            case DRAINED -> drainedAt = OptionalLong.of(appendedAt);
            case QUARANTINED, WRITTEN_OFF -> {
                // is not in Kafka, and so not found
            }
            case SEEN -> {
                seenAt = seenAt.isPresent() ? seenAt : OptionalLong.of(appendedAt);
                seenBy = seenBy.isEmpty() ? report.reporter() : seenBy;
            }
            case UNROUTED -> unrouted = true;
            case DUPLICATE -> duplicate = true;
            case OWED -> of(section).own |= value != 0;
            case ATTEMPTED -> step(report, section, Fact.unpack(value), "failed", appendedAt);
            case ENDED -> {
                Fact fact = Fact.unpack(value);
                step(report, section, fact, word(fact.state()), appendedAt);
                ended(of(section), fact);
            }
            case CLOSED -> {
                if (section.about().isEmpty()) {
                    closed = true;
                } else {
                    of(section).closed = true;
                    of(section).closedAt = Math.max(of(section).closedAt, (int) value);
                }
            }
        }
    }

    private static void ended(Owing at, Fact fact) {
        if (fact.state().compareTo(at.state) >= 0) {
            at.state = fact.state();
        }
        if (fact.state() == Fact.State.PARKED) {
            at.parkedAt = Math.max(at.parkedAt, fact.stay());
        }
    }

    private Owing of(Section section) {
        return owing.computeIfAbsent(section.about(), each -> new Owing());
    }

    private void step(LineReport report, Section section, Fact fact, String what, long appendedAt) {
        of(section)
                .steps
                .add(new JsonObject()
                        .put("what", what)
                        .put("attempts", fact.attempts())
                        .put("status", fact.status())
                        .put("reason", report.name(fact.reason()))
                        .put("millis", fact.millis())
                        .put("router", report.reporter())
                        .put("reportedAt", Instant.ofEpochMilli(appendedAt).toString()));
    }

    private static String word(Fact.State state) {
        return switch (state) {
            case ON_TIME -> "delivered on time";
            case LATE_OURS -> "delivered late (ours)";
            case LATE_THEIRS -> "delivered late (theirs)";
            default -> state.name().toLowerCase(Locale.ROOT);
        };
    }

    JsonObject json() {
        JsonArray destinations = new JsonArray();
        owing.forEach((destination, at) -> destinations.add(new JsonObject()
                .put("destination", destination)
                .put("now", now(at))
                .put("steps", new JsonArray(at.steps))));
        JsonObject json =
                new JsonObject().put("durable", durable()).put("now", now()).put("destinations", destinations);
        drainedAt.ifPresent(at -> json.put("drainedAt", Instant.ofEpochMilli(at).toString()));
        seenAt.ifPresent(
                at -> json.put("seenAt", Instant.ofEpochMilli(at).toString()).put("seenBy", seenBy));
        return json;
    }

    private String durable() {
        return taken.map(state -> switch (state) {
                    case ACKNOWLEDGED -> "kafka";
                    case SPOOLED -> "spool";
                    case REFUSED -> "refused";
                    case INDETERMINATE -> "answered 503, and in Kafka all the same";
                })
                .orElse(drainedAt.isPresent() ? "spool" : "unconfirmed: its forwarder has not said");
    }

    private String now() {
        if (seenAt.isEmpty()) {
            return "in Kafka, not read yet";
        }
        if (duplicate) {
            return "settled as a repeat of an earlier event";
        }
        if (unrouted) {
            return "settled: no route leads from its source";
        }
        if (owing.isEmpty()) {
            return closed ? "LOST: read, and given to nobody" : "read, and not routed yet";
        }
        return "";
    }

    private String now(Owing at) {
        boolean done = (closed && !at.own) || at.closedAt == 0;
        return switch (at.state) {
            case OWED -> done ? "LOST: let go without an end" : "in flight";
            case PARKED ->
                at.closed && at.closedAt >= at.parkedAt && at.closedAt > 0
                        ? "LOST: let go from the backlog without an end"
                        : "parked: it waits in the destination's backlog or a delay topic";
            case DEAD -> "among the dead letters";
            default -> word(at.state);
        };
    }
}

package io.headwater.router.operate;

import io.headwater.kafka.LogReader;
import io.headwater.kafka.LogReaders;
import io.headwater.ops.OpsAnswer;
import io.headwater.ops.OpsRefusal;
import io.headwater.ops.OpsRequest;
import io.headwater.router.dead.Letter;
import io.headwater.router.dead.LetterFilter;
import io.headwater.router.dead.LetterScan;
import io.headwater.router.deliver.DestinationId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/deadletters}: listing them, showing one, redriving some. */
final class DeadLetterCalls {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterCalls.class);
    private static final long MOST_LISTED = 1_000;
    private static final long LISTED = 50;
    private static final long MOST_REDRIVEN = 10_000;
    /* Letters that one listing looks at before it gives what it has. */
    private static final long MOST_LOOKED = 200_000;

    private final LogReaders readers;
    private final Redrive redrive;
    private final Clock clock = Clock.systemUTC();
    private final AtomicBoolean redriving = new AtomicBoolean();

    DeadLetterCalls(LogReaders readers, Redrive redrive) {
        this.readers = readers;
        this.redrive = redrive;
    }

    Future<OpsAnswer> list(OpsRequest request) {
        request.knowing("destination", "source", "type", "reason", "id", "since", "until", "redriven", "limit");
        LetterFilter filter = filter(request);
        long limit = request.number("limit", 1, MOST_LISTED).orElse(LISTED);
        return readers.read("headwater-deadletters", reader -> OpsAnswer.ok(list(reader, filter, limit)));
    }

    private static JsonObject list(LogReader reader, LetterFilter filter, long limit) {
        LetterScan scan = new LetterScan(reader, filter.since());
        List<JsonObject> letters = new ArrayList<>();
        Optional<Letter> next = scan.next();
        while (next.isPresent() && letters.size() < limit && scan.looked() <= MOST_LOOKED) {
            next.filter(filter::takes).map(DeadLetterCalls::summary).ifPresent(letters::add);
            next = scan.next();
        }
        return new JsonObject()
                .put("letters", new JsonArray(letters))
                .put("looked", scan.looked())
                .put("more", next.isPresent());
    }

    Future<OpsAnswer> show(OpsRequest request) {
        request.knowing("data");
        Letter.Position position = position(request.in("position"));
        boolean data = request.is("data");
        if (data) {
            request.trustedOnly();
        }
        return readers.read("headwater-deadletters", reader -> {
            Letter letter = LetterScan.at(reader, position).orElseThrow(() -> none(position));
            JsonObject shown = summary(letter)
                    .put("sentence", letter.reason())
                    .put("status", letter.header("hw_dead_status"))
                    .put("response", letter.header("hw_dead_response"))
                    .put("topic", letter.origin().topic())
                    .put("partition", letter.origin().partition())
                    .put("offset", letter.origin().offset())
                    .put("attributes", attributes(letter));
            if (data) {
                byte[] bytes = Redrive.record(reader, position)
                        .map(record -> record.value() == null ? new byte[0] : record.value())
                        .orElseThrow(() -> none(position));
                shown.put("dataBase64", Base64.getEncoder().encodeToString(bytes));
            }
            return OpsAnswer.ok(shown);
        });
    }

    Future<OpsAnswer> redrive(OpsRequest request) {
        request.knowing(
                "position",
                "destination",
                "source",
                "type",
                "reason",
                "id",
                "since",
                "until",
                "all",
                "limit",
                "dryRun",
                "by");
        Optional<Letter.Position> one = request.text("position").map(DeadLetterCalls::position);
        LetterFilter filter = filter(request);
        if (one.isEmpty() && !filter.names() && !request.is("all")) {
            throw OpsRefusal.wrong("Which dead letters? Give position, destination, source, type, reason, id, since or"
                    + " until, or all: true");
        }
        String by = Callers.name(request);
        boolean dryRun = request.is("dryRun");
        long limit = request.number("limit", 1, MOST_REDRIVEN).orElse(MOST_REDRIVEN);
        if (!redriving.compareAndSet(false, true)) {
            throw OpsRefusal.conflict("Another redrive is under way here. Try again when it is done");
        }
        return readers.read("headwater-redrive", reader -> {
                    Redrive.Selection selection = one.map(position -> redrive.select(reader, position))
                            .orElseGet(() -> redrive.select(reader, filter));
                    return OpsAnswer.ok(redrive(reader, selection, limit, dryRun, by));
                })
                .onComplete(done -> redriving.set(false));
    }

    private JsonObject redrive(LogReader reader, Redrive.Selection selection, long limit, boolean dryRun, String by) {
        List<Letter> marked =
                selection.there().stream().filter(Letter::redriven).toList();
        List<Letter> open =
                selection.there().stream().filter(each -> !each.redriven()).toList();
        List<Letter> now = open.stream().limit(dryRun ? 0 : limit).toList();
        int redriven = redrive.run(reader, now, by);
        if (redriven > 0) {
            LOG.info("{} dead letters are in the backlogs of their destinations again, by {}", redriven, by);
        }
        Map<String, Long> destinations = open.stream()
                .collect(Collectors.groupingBy(
                        each -> each.destination().map(DestinationId::toString).orElse(""),
                        TreeMap::new,
                        Collectors.counting()));
        return new JsonObject()
                .put("matching", open.size())
                .put("redriven", redriven)
                .put("left", open.size() - redriven)
                .put("marked", marked.size())
                .put("impossible", selection.impossible())
                .put("cut", selection.cut())
                .put("destinations", new JsonObject(new TreeMap<>(destinations)))
                .put("dryRun", dryRun);
    }

    private LetterFilter filter(OpsRequest request) {
        Instant now = clock.instant();
        return new LetterFilter(
                request.text("destination").map(DeadLetterCalls::destination),
                request.text("source"),
                request.text("type"),
                request.text("reason"),
                request.text("id"),
                Times.of(request, "since", now),
                Times.of(request, "until", now),
                request.arguments().containsKey("redriven") && request.is("redriven"));
    }

    static DestinationId destination(String text) {
        int slash = text.indexOf('/');
        boolean two = slash > 0 && slash < text.length() - 1 && text.indexOf('/', slash + 1) < 0;
        if (!two) {
            throw OpsRefusal.wrong("destination must be <tenant>/<name>, was '" + Callers.shown(text) + "'");
        }
        return new DestinationId(text.substring(0, slash), text.substring(slash + 1));
    }

    private static Letter.Position position(String text) {
        return Letter.Position.parse(text)
                .orElseThrow(
                        () -> OpsRefusal.wrong("A dead letter's position is <partition>:<offset> such as 3:117, was '"
                                + Callers.shown(text) + "'"));
    }

    private static OpsRefusal none(Letter.Position position) {
        return OpsRefusal.unknown(
                "There is no dead letter at " + position + ", or no longer. List them to see which are");
    }

    private static JsonObject summary(Letter letter) {
        return new JsonObject()
                .put("position", letter.position().toString())
                .put("at", letter.at().toString())
                .put(
                        "destination",
                        letter.destination().map(DestinationId::toString).orElse(""))
                .put("source", letter.source())
                .put("type", letter.type())
                .put("id", letter.id())
                .put("reason", letter.reasonWord())
                .put("attempts", letter.header("hw_dead_attempts"))
                .put("dataBytes", letter.dataBytes())
                .put("redriven", letter.redriven());
    }

    private static JsonObject attributes(Letter letter) {
        JsonObject attributes = new JsonObject();
        new TreeMap<>(letter.headers()).forEach((name, value) -> {
            if (name.startsWith("ce_")) {
                attributes.put(name.substring(3), value);
            } else if (name.equals("content-type")) {
                attributes.put("datacontenttype", value);
            }
        });
        return attributes;
    }
}

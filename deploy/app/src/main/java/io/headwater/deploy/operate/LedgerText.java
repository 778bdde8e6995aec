package io.headwater.deploy.operate;

import io.headwater.deploy.process.Table;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ledger as people read it. */
final class LedgerText {
    private static final int SHOWN = 20;

    private LedgerText() {}

    /** Whether something is lost, or reported that cannot be. */
    static boolean isWrong(JsonObject answer) {
        return answer.getLong("lost") > 0
                || !answer.getJsonArray("phantoms").isEmpty()
                || !answer.getJsonArray("reportedTwice").isEmpty();
    }

    static void print(Session session, JsonObject answer, boolean byMinute) {
        List<JsonObject> sources = rows(answer, "sources", "source", byMinute);
        List<JsonObject> destinations = rows(answer, "destinations", "destination", byMinute);
        if (sources.isEmpty() && destinations.isEmpty()) {
            session.screen()
                    .line("Nothing was accepted from " + answer.getString("from") + " to " + answer.getString("to")
                            + " that is asked for");
        }
        if (!sources.isEmpty()) {
            session.table(sources(sources, byMinute));
        }
        if (!destinations.isEmpty()) {
            session.screen().line();
            session.table(destinations(destinations, byMinute));
        }
        session.screen().line();
        sentences(answer).forEach(session.screen()::line);
    }

    /** A line for each minute and destination, for who follows. */
    static List<String> minutes(JsonObject answer, boolean heading) {
        List<JsonObject> destinations = rows(answer, "destinations", "destination", true);
        List<String> lines = new ArrayList<>();
        if (!destinations.isEmpty()) {
            lines.addAll(destinations(destinations, true).lines());
        }
        if (!heading && !lines.isEmpty()) {
            lines.remove(0);
        }
        if (isWrong(answer)) {
            lines.addAll(sentences(answer));
        }
        return lines;
    }

    private static List<JsonObject> rows(JsonObject answer, String kind, String name, boolean byMinute) {
        List<JsonObject> rows =
                answer.getJsonArray(kind).stream().map(JsonObject.class::cast).toList();
        if (byMinute) {
            return rows;
        }
        Map<String, JsonObject> sums = new LinkedHashMap<>();
        rows.forEach(row -> sums.merge(row.getString(name), row, LedgerText::sum));
        return List.copyOf(sums.values());
    }

    private static JsonObject sum(JsonObject one, JsonObject other) {
        JsonObject sum = new JsonObject();
        one.forEach(field -> sum.put(
                field.getKey(),
                field.getValue() instanceof Number number
                        ? (Object) (number.longValue() + other.getLong(field.getKey()))
                        : field.getValue()));
        return sum;
    }

    static Table sources(List<JsonObject> rows, boolean byMinute) {
        Table table = new Table(headings(
                byMinute,
                "source",
                "acknowledged",
                "seen",
                "spooled",
                "in transit",
                "quarantined",
                "lost",
                "unrouted",
                "duplicates"));
        for (JsonObject row : rows) {
            table.row(cells(
                    byMinute,
                    row,
                    "source",
                    "acknowledged",
                    "seen",
                    "spooled",
                    "inTransit",
                    "quarantined",
                    "lost",
                    "unrouted",
                    "duplicates"));
        }
        return table;
    }

    static Table destinations(List<JsonObject> rows, boolean byMinute) {
        Table table = new Table(headings(
                byMinute,
                "destination",
                "owed",
                "on time",
                "late (ours)",
                "late (theirs)",
                "filtered",
                "duplicates",
                "dead",
                "parked",
                "in flight",
                "lost",
                "repeated"));
        for (JsonObject row : rows) {
            table.row(cells(
                    byMinute,
                    row,
                    "destination",
                    "owed",
                    "onTime",
                    "lateOurs",
                    "lateTheirs",
                    "filtered",
                    "duplicates",
                    "dead",
                    "parked",
                    "inFlight",
                    "lost",
                    "repeated"));
        }
        return table;
    }

    private static String[] headings(boolean byMinute, String... names) {
        List<String> all = new ArrayList<>(List.of(names));
        if (byMinute) {
            all.add(0, "minute");
        }
        return all.toArray(String[]::new);
    }

    private static String[] cells(boolean byMinute, JsonObject row, String name, String... numbers) {
        List<String> cells = new ArrayList<>();
        if (byMinute) {
            cells.add(Amounts.time(row.getString("minute")));
        }
        cells.add(Session.plain(row.getString(name)));
        for (String number : numbers) {
            cells.add(Amounts.number(row.getLong(number)));
        }
        return cells.toArray(String[]::new);
    }

    /** What is wrong, by name, and what to do; or that nothing is. */
    static List<String> sentences(JsonObject answer) {
        List<String> sentences = new ArrayList<>();
        if (!answer.getBoolean("caughtUp")) {
            sentences.add("The ledger is still being read from Kafka: what is shown is not all. Ask again in a while");
        }
        for (JsonObject loss : objects(answer.getJsonArray("losses"))) {
            sentences.add("LOST " + Amounts.count(loss.getLong("count"), "event") + " of "
                    + Amounts.time(loss.getString("minute"))
                    + (loss.getString("destination").isEmpty() ? "" : " for " + loss.getString("destination"))
                    + ", hop " + loss.getString("hop") + " (" + loss.getString("what") + "): line "
                    + loss.getString("line") + ", numbers " + shortened(loss.getString("numbers")));
        }
        name(sentences, answer, "phantoms", "NEVER ACCEPTED, and read all the same");
        name(sentences, answer, "reportedTwice", "REPORTED TWICE as delivered by one router");
        name(sentences, answer, "stranded", "stranded in the spool of an edge that is silent");
        name(
                sentences,
                answer,
                "unconfirmed",
                "unconfirmed: given out by a forwarder that was killed, before it told how");
        if (isWrong(answer)) {
            sentences.add(
                    "What to do: see the runbook of HeadwaterLoss; what Kafka still holds can be delivered again with"
                            + " headwater replay start");
        } else if (!answer.getJsonArray("stranded").isEmpty()) {
            sentences.add("What to do: start that edge's collector again on its spool; it drains by itself");
        } else if (answer.getBoolean("caughtUp")) {
            sentences.add("Nothing is lost");
        }
        return sentences;
    }

    private static void name(List<String> sentences, JsonObject answer, String kind, String what) {
        for (JsonObject each : objects(answer.getJsonArray(kind))) {
            String to = each.getString("destination").isEmpty() ? "" : ", for " + each.getString("destination");
            sentences.add(Amounts.count(each.getLong("count"), "event") + " " + what + ": line "
                    + each.getString("line") + ", numbers " + shortened(each.getString("numbers")) + to);
        }
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private static String shortened(String numbers) {
        String[] ranges = numbers.split(", ", -1);
        return ranges.length <= SHOWN
                ? numbers
                : String.join(", ", List.of(ranges).subList(0, SHOWN)) + ", … (all of them: --json)";
    }
}

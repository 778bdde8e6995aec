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
    private static final List<Amount> SOURCES = List.of(
            new Amount("acknowledged", "acknowledged"),
            new Amount("seen", "seen"),
            new Amount("spooled", "spooled"),
            new Amount("in transit", "inTransit"),
            new Amount("quarantined", "quarantined"),
            new Amount("written off", "writtenOff"),
            new Amount("lost", "lost"),
            new Amount("unrouted", "unrouted"),
            new Amount("duplicates", "duplicates"));
    private static final List<Amount> DESTINATIONS = List.of(
            new Amount("owed", "owed"),
            new Amount("on time", "onTime"),
            new Amount("late (ours)", "lateOurs"),
            new Amount("late (theirs)", "lateTheirs"),
            new Amount("filtered", "filtered"),
            new Amount("duplicates", "duplicates"),
            new Amount("dead", "dead"),
            new Amount("parked", "parked"),
            new Amount("in flight", "inFlight"),
            new Amount("lost", "lost"),
            new Amount("repeated", "repeated"));

    /** A column, and the field of the answer that is in it. */
    private record Amount(String heading, String field) {}

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
        return table(rows, byMinute, "source", SOURCES);
    }

    static Table destinations(List<JsonObject> rows, boolean byMinute) {
        return table(rows, byMinute, "destination", DESTINATIONS);
    }

    private static Table table(List<JsonObject> rows, boolean byMinute, String name, List<Amount> amounts) {
        List<String> headings = new ArrayList<>(byMinute ? List.of("minute", name) : List.of(name));
        amounts.forEach(each -> headings.add(each.heading()));
        Table table = new Table(headings.toArray(String[]::new));
        for (JsonObject row : rows) {
            List<String> cells = new ArrayList<>();
            if (byMinute) {
                cells.add(Amounts.time(row.getString("minute")));
            }
            cells.add(Session.plain(row.getString(name)));
            amounts.forEach(each -> cells.add(Amounts.number(row.getLong(each.field()))));
            table.row(cells.toArray(String[]::new));
        }
        return table;
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
        name(
                sentences,
                answer,
                "untold",
                "read, and in no source's row: their forwarder was killed before it told of them");
        if (isWrong(answer)) {
            sentences.add(
                    "What to do: see the runbook of HeadwaterLoss; what Kafka still holds can be delivered again with"
                            + " headwater replay start");
        } else if (!answer.getJsonArray("stranded").isEmpty()) {
            sentences.add(
                    "What to do: start that edge's collector again on its spool; it drains by itself. If its disk is"
                            + " gone: headwater ledger write-off SITE");
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

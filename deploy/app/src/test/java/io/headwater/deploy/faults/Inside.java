package io.headwater.deploy.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.testkit.rows.RowRun;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What the ledger says has happened to a pipeline's events since a row began, beside what the judge outside says. */
final class Inside {
    private static final Duration AGREEING = Duration.ofSeconds(60);

    private final Pipeline pipeline;
    private final RowRun run;
    private final List<String> destinations;
    private final JsonObject before;

    private Inside(Pipeline pipeline, RowRun run, List<String> destinations) {
        this.pipeline = pipeline;
        this.run = run;
        this.destinations = destinations.stream().map(name -> "acme/" + name).toList();
        this.before = knowingAllBefore();
    }

    /** From now on, at these destinations. Returns once the ledger knows what became of all before. */
    static Inside since(Pipeline pipeline, RowRun run, List<String> destinations) {
        return new Inside(pipeline, run, destinations);
    }

    /**
     * The ledger says that so many of this row's events will never arrive, and that nothing else is left open. What a
     * forwarder that was killed did not get to report is unconfirmed, and may be among them.
     */
    void agrees(long gone) {
        agrees(gone, 0);
    }

    /**
     * The same where the report of some is gone with the disk it was on.
     *
     * @param unreported at most so many
     */
    void agrees(long gone, long unreported) {
        AtomicLong unconfirmed = new AtomicLong();
        await("the ledger agreeing")
                .atMost(AGREEING)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    JsonObject now = ledger();
                    long named = gone(now) - gone(before);
                    unconfirmed.set(unconfirmed(now) - unconfirmed(before));
                    assertThat(gone)
                            .as(
                                    "gone, by the ledger's losses %s and unconfirmed %s",
                                    now.getJsonArray("losses"), now.getJsonArray("unconfirmed"))
                            .isBetween(named, named + unconfirmed.get() + unreported);
                    assertThat(inFlight(now)).as("in flight by the ledger").isZero();
                });
        if (unconfirmed.get() > 0) {
            run.note(unconfirmed + " numbers unconfirmed by the ledger");
        }
    }

    /* What an earlier row lost on purpose is on its way until it is proven lost: only then does the ledger tell it apart. */
    private JsonObject knowingAllBefore() {
        AtomicReference<JsonObject> knowing = new AtomicReference<>(new JsonObject());
        await("the ledger knowing what became of all before")
                .atMost(AGREEING)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    JsonObject now = ledger();
                    assertThat(sum(now, "inTransit") + sum(now, "spooled"))
                            .as("on its way by the ledger, %s", now.getJsonArray("sources"))
                            .isZero();
                    knowing.set(now);
                });
        return knowing.get();
    }

    /* From far back to well ahead: a row may have set clocks wrong. */
    private JsonObject ledger() {
        assertThat(pipeline.router().isAlive())
                .as("there is a router to be asked")
                .isTrue();
        JsonObject answer = pipeline.look(
                pipeline.router(), "/api/ledger?from=23h&to=" + Instant.now().plus(Duration.ofHours(6)));
        assertThat(answer.containsKey("losses")).as(answer.encode()).isTrue();
        return answer;
    }

    private static long gone(JsonObject ledger) {
        return ledger.getLong("lost") + sum(ledger, "quarantined");
    }

    private static long unconfirmed(JsonObject ledger) {
        return ledger.getJsonArray("unconfirmed").stream()
                .map(JsonObject.class::cast)
                .mapToLong(each -> each.getLong("count"))
                .sum();
    }

    private static long sum(JsonObject ledger, String column) {
        return ledger.getJsonArray("sources").stream()
                .map(JsonObject.class::cast)
                .mapToLong(row -> row.getLong(column))
                .sum();
    }

    private long inFlight(JsonObject ledger) {
        return ledger.getJsonArray("destinations").stream()
                .map(JsonObject.class::cast)
                .filter(row -> destinations.contains(row.getString("destination")))
                .mapToLong(row -> row.getLong("inFlight"))
                .sum();
    }
}

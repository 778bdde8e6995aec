package io.headwater.router.operate;

import io.headwater.ops.OpsAnswer;
import io.headwater.ops.OpsRefusal;
import io.headwater.ops.OpsRequest;
import io.headwater.ops.OpsRoutes;
import io.headwater.router.ledger.Anomalies;
import io.headwater.router.ledger.DestinationRow;
import io.headwater.router.ledger.Ledger;
import io.headwater.router.ledger.LedgerVerticle;
import io.headwater.router.ledger.Loss;
import io.headwater.router.ledger.Scope;
import io.headwater.router.ledger.SourceRow;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What {@code /api/ledger} answers: by minute of acceptance what was owed and what became of it, and what is missing, by name. */
public final class LedgerApi {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long MINUTE_SECONDS = 60;
    private static final long LONGEST_MINUTES = 14 * 24 * 60;

    private final Supplier<Optional<LedgerVerticle>> verticle;
    private final boolean kept;
    private final Clock clock = Clock.systemUTC();

    /**
     * @param verticle that keeps the ledger, once the router is being started
     * @param kept whether there is one at all
     */
    public LedgerApi(Supplier<Optional<LedgerVerticle>> verticle, boolean kept) {
        this.verticle = verticle;
        this.kept = kept;
    }

    public void mount(OpsRoutes routes) {
        routes.get("/api/ledger", this::ledger);
    }

    private Future<OpsAnswer> ledger(OpsRequest asked) {
        asked.knowing("from", "to", "tenant", "source", "destination");
        Instant now = clock.instant();
        Instant to = Times.of(asked, "to", now).orElse(now.plusSeconds(MINUTE_SECONDS));
        Instant from = Times.of(asked, "from", now).orElse(now.minus(HOUR));
        long first = from.getEpochSecond() / MINUTE_SECONDS;
        long after = (to.getEpochSecond() + MINUTE_SECONDS - 1) / MINUTE_SECONDS;
        if (after <= first || after - first > LONGEST_MINUTES) {
            throw OpsRefusal.wrong("to must be after from, and at most 14 days, was " + from + " to " + to);
        }
        Scope scope = new Scope(asked.text("tenant"), asked.text("source"), asked.text("destination"));
        LedgerVerticle keeper = keeper();
        Ledger ledger = keeper.ledger();
        JsonObject standing = new JsonObject()
                .put("from", time(first))
                .put("to", time(after))
                .put("caughtUp", keeper.isCaughtUp())
                .put("judgedBefore", time(keeper.judgedBefore()));
        return Vertx.currentContext()
                .executeBlocking(
                        () -> answer(
                                standing,
                                ledger.sources(first, after, scope),
                                ledger.destinations(first, after, scope),
                                ledger.anomalies(first, after, scope)),
                        false)
                .map(OpsAnswer::ok);
    }

    private LedgerVerticle keeper() {
        if (!kept) {
            throw OpsRefusal.unknown("No ledger is kept (ledger.reportEvery in router.yaml is 0s)");
        }
        return verticle.get()
                .orElseThrow(() -> OpsRefusal.notNow("The router is starting. Try again when /health/ready says so"));
    }

    private static JsonObject answer(
            JsonObject standing, List<SourceRow> sources, List<DestinationRow> destinations, Anomalies found) {
        return standing.put("sources", array(sources, LedgerApi::source))
                .put("destinations", array(destinations, LedgerApi::destination))
                .put("lost", found.lost())
                .put("losses", array(found.losses(), LedgerApi::loss))
                .put("stranded", array(found.stranded(), LedgerApi::named))
                .put("unconfirmed", array(found.unconfirmed(), LedgerApi::named))
                .put("phantoms", array(found.phantoms(), LedgerApi::named))
                .put("reportedTwice", array(found.reportedTwice(), LedgerApi::named));
    }

    private static JsonObject source(SourceRow row) {
        return new JsonObject()
                .put("minute", time(row.minute()))
                .put("source", row.source())
                .put("acknowledged", row.acknowledged())
                .put("seen", row.seen())
                .put("spooled", row.spooled())
                .put("inTransit", row.inTransit())
                .put("quarantined", row.quarantined())
                .put("lost", row.lost())
                .put("unrouted", row.unrouted())
                .put("duplicates", row.duplicates())
                .put("indeterminate", row.indeterminate());
    }

    private static JsonObject destination(DestinationRow row) {
        return new JsonObject()
                .put("minute", time(row.minute()))
                .put("destination", row.destination())
                .put("owed", row.owed())
                .put("onTime", row.onTime())
                .put("lateOurs", row.lateOurs())
                .put("lateTheirs", row.lateTheirs())
                .put("filtered", row.filtered())
                .put("duplicates", row.duplicates())
                .put("dead", row.dead())
                .put("parked", row.parked())
                .put("inFlight", row.inFlight())
                .put("lost", row.lost())
                .put("repeated", row.repeated());
    }

    private static JsonObject loss(Loss loss) {
        return new JsonObject()
                .put("hop", loss.hop().label())
                .put("what", loss.hop().sentence())
                .put("minute", time(loss.minute()))
                .put("line", loss.line().toString())
                .put("destination", loss.destination())
                .put("numbers", loss.numbers().toString())
                .put("count", loss.count());
    }

    private static JsonObject named(Anomalies.Named named) {
        return new JsonObject()
                .put("line", named.line().toString())
                .put("destination", named.destination())
                .put("numbers", named.numbers().toString())
                .put("count", named.count());
    }

    private static <T> JsonArray array(List<T> all, Function<T, JsonObject> each) {
        JsonArray array = new JsonArray();
        all.forEach(one -> array.add(each.apply(one)));
        return array;
    }

    private static String time(long minute) {
        return Instant.ofEpochSecond(minute * MINUTE_SECONDS).toString();
    }
}

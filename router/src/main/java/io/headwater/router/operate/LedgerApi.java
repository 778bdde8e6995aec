package io.headwater.router.operate;

import io.headwater.event.Line;
import io.headwater.ledger.Minute;
import io.headwater.ledger.Numbers;
import io.headwater.ops.OpsAnswer;
import io.headwater.ops.OpsRefusal;
import io.headwater.ops.OpsRequest;
import io.headwater.ops.OpsRoutes;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Objective;
import io.headwater.router.ledger.Anomalies;
import io.headwater.router.ledger.Attainment;
import io.headwater.router.ledger.Clocks;
import io.headwater.router.ledger.DestinationRow;
import io.headwater.router.ledger.Lags;
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
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/ledger}: by minute of acceptance what was owed and what became of it, and what is missing, by name.
 * {@code /api/slo}: how each destination's objective was met.
 */
public final class LedgerApi {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerApi.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long LONGEST_MINUTES = 14 * 24 * 60;

    private final Supplier<Optional<LedgerVerticle>> verticle;
    private final boolean kept;
    private final String region;
    private final Supplier<Map<DestinationId, Objective>> objectives;
    private final Clock clock = Clock.systemUTC();

    /**
     * @param verticle that keeps the ledger, once the router is being started
     * @param kept whether there is one at all
     * @param region whose ledger it is
     * @param objectives of every destination there is whenever it is asked
     */
    public LedgerApi(
            Supplier<Optional<LedgerVerticle>> verticle,
            boolean kept,
            String region,
            Supplier<Map<DestinationId, Objective>> objectives) {
        this.verticle = verticle;
        this.kept = kept;
        this.region = region;
        this.objectives = objectives;
    }

    public void mount(OpsRoutes routes) {
        routes.get("/api/ledger", this::ledger);
        routes.post("/api/ledger/writeoff", this::writeOff);
        routes.get("/api/slo", this::slo);
    }

    private Future<OpsAnswer> ledger(OpsRequest asked) {
        asked.knowing("from", "to", "tenant", "source", "destination");
        Minutes minutes = minutes(asked);
        long first = minutes.first();
        long after = minutes.after();
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

    private Future<OpsAnswer> writeOff(OpsRequest asked) {
        asked.knowing("site", "dryRun", "by");
        String site = asked.text("site").orElseThrow(() -> OpsRefusal.wrong("Which edge? Give its site"));
        boolean dryRun = asked.is("dryRun");
        LedgerVerticle keeper = keeper();
        if (!keeper.isCaughtUp()) {
            throw OpsRefusal.notNow("The ledger is still being read from Kafka. Try again in a while");
        }
        String by = Callers.name(asked);
        return Vertx.currentContext()
                .executeBlocking(() -> keeper.ledger().stranded(site), false)
                .compose(stranded -> {
                    JsonObject answer = stranded(site, stranded);
                    return dryRun
                            ? Future.succeededFuture(answer)
                            : keeper.writeOff(stranded)
                                    .onSuccess(done -> LOG.info(
                                            "{} events in the spool of site {} are written off by {}",
                                            answer.getLong("count"),
                                            site,
                                            by))
                                    .map(answer);
                })
                .map(OpsAnswer::ok)
                .recover(error -> Future.failedFuture(OperateApi.refused(error)));
    }

    private static JsonObject stranded(String site, Map<Line, Numbers> stranded) {
        if (stranded.isEmpty()) {
            throw OpsRefusal.conflict("Nothing is stranded at the site '" + Callers.shown(site)
                    + "': written off is only what lies in the spool of an edge that is silent for"
                    + " ledger.strandedAfter. See: headwater ledger");
        }
        JsonArray lines = new JsonArray();
        stranded.forEach((line, numbers) -> lines.add(new JsonObject()
                .put("line", line.toString())
                .put("numbers", numbers.toString())
                .put("count", numbers.count())));
        long count = stranded.values().stream().mapToLong(Numbers::count).sum();
        return new JsonObject().put("site", site).put("count", count).put("lines", lines);
    }

    /** Minutes asked for: {@code first} to before {@code after}, counted from 1970. */
    private record Minutes(long first, long after) {}

    private Minutes minutes(OpsRequest asked) {
        Instant now = clock.instant();
        Instant to = Times.of(asked, "to", now).orElse(now.plus(MINUTE));
        Instant from = Times.of(asked, "from", now).orElse(now.minus(HOUR));
        long first = Minute.of(from);
        long after = Minute.of(to.plus(MINUTE).minusMillis(1));
        if (after <= first || after - first > LONGEST_MINUTES) {
            throw OpsRefusal.wrong("to must be after from, and at most 14 days, was " + from + " to " + to);
        }
        return new Minutes(first, after);
    }

    private Future<OpsAnswer> slo(OpsRequest asked) {
        asked.knowing("from", "to", "tenant", "destination");
        Minutes minutes = minutes(asked);
        Scope scope = new Scope(asked.text("tenant"), Optional.empty(), asked.text("destination"));
        LedgerVerticle keeper = keeper();
        JsonObject standing = new JsonObject()
                .put("from", time(minutes.first()))
                .put("to", time(minutes.after()))
                .put("caughtUp", keeper.isCaughtUp());
        return Vertx.currentContext()
                .executeBlocking(() -> slo(standing, keeper, minutes, scope), false)
                .map(OpsAnswer::ok);
    }

    private JsonObject slo(JsonObject standing, LedgerVerticle keeper, Minutes minutes, Scope scope) {
        Ledger ledger = keeper.ledger();
        Map<String, List<DestinationRow>> rows = ledger.destinations(minutes.first(), minutes.after(), scope).stream()
                .collect(Collectors.groupingBy(DestinationRow::destination));
        Collection<Lags.Lag> lags = ledger.lags(minutes.first(), minutes.after());
        JsonArray destinations = new JsonArray();
        Map<DestinationId, Objective> promised = new TreeMap<>(Comparator.comparing(DestinationId::toString));
        promised.putAll(objectives.get());
        promised.forEach((id, objective) -> {
            if (scope.hasDestination(id.toString())) {
                Attainment met =
                        Attainment.of(objective, rows.getOrDefault(id.toString(), List.of()), keeper.judgedBefore());
                destinations.add(attainment(id.toString(), met).put("lags", lags(lags, id.toString())));
            }
        });
        Clocks.Offsets clocks = ledger.clocks();
        return standing.put("destinations", destinations)
                .put(
                        "clocks",
                        new JsonObject().put("edges", micros(clocks.edges())).put("routers", micros(clocks.routers())));
    }

    private JsonObject attainment(String destination, Attainment met) {
        return new JsonObject()
                .put("region", region)
                .put("destination", destination)
                .put("withinMillis", met.objective().within().toMillis())
                .put("objective", met.objective().share().of())
                .put("counted", met.counted())
                .put("onTime", met.onTime())
                .put("lateOurs", met.lateOurs())
                .put("lateTheirs", met.lateTheirs())
                .put("open", met.open())
                .put("onTimeShare", met.share())
                .put("oursShare", met.oursShare())
                .put("minutes", met.minutes())
                .put("minutesIn", met.minutesIn())
                .put("burnRate", met.spent())
                .put("budgetLeft", 1 - met.spent());
    }

    /* By hop; of what leads to no destination yet, that of the region. */
    private static JsonObject lags(Collection<Lags.Lag> lags, String destination) {
        JsonObject hops = new JsonObject();
        lags.stream()
                .filter(each ->
                        each.destination().isEmpty() || each.destination().equals(destination))
                .forEach(each -> hops.put(
                        each.hop(),
                        new JsonObject()
                                .put("count", each.times().count())
                                .put("p50Micros", each.times().percentile(0.5))
                                .put("p95Micros", each.times().percentile(0.95))
                                .put("p99Micros", each.times().percentile(0.99))));
        return hops;
    }

    private static JsonObject micros(Map<String, Long> clocks) {
        JsonObject ahead = new JsonObject();
        clocks.forEach(ahead::put);
        return ahead;
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
                .put("untold", array(found.untold(), LedgerApi::named))
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
                .put("writtenOff", row.writtenOff())
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
        return Minute.start(minute).toString();
    }
}

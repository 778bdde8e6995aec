package io.headwater.router.ledger;

import io.headwater.event.Line;
import io.headwater.ledger.EdgeReport;
import io.headwater.ledger.Fact.State;
import io.headwater.ledger.LineReport;
import io.headwater.ledger.Minute;
import io.headwater.ledger.Numbers;
import io.headwater.ledger.Report;
import io.headwater.ledger.RouterReport;
import io.headwater.ledger.Taking;
import io.headwater.router.ledger.Anomalies.Named;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The account of one region: what edges acknowledged, what routers of one group read, whom they owe it and what became of
 * it. Made of sets of numbers, so that it can name what is missing, does not mind the same report twice, and takes the truth
 * in whatever order it comes. Knows neither Vert.x nor Kafka; for several threads.
 * <pre>
 *   acknowledged ─┬─ spooled ── stranded, where the edge is silent for long ── written off, by an operator
 *                 ├─ in transit: in Kafka, and not proven to have been read
 *                 ├─ lost (transit): proven to have been read, and seen by nobody
 *                 └─ seen ─┬─ unrouted, duplicate
 *                          ├─ lost (route): done with, and owed to nobody
 *                          └─ owed to a destination: see {@link DestinationBook}
 * </pre>
 */
public final class Ledger {
    /* Named of one line and minute at most; all are counted. */
    private static final int NAMED = 1_000;

    private final String group;
    private final LedgerConfig config;
    private final Map<Line, LineBook> lines = new HashMap<>();
    private final Edges edges;
    private final Lags lags = new Lags();
    private final Clocks clocks = new Clocks();
    private long now;

    /** @param group of the routers whose reports count */
    public Ledger(String group, LedgerConfig config) {
        this.group = group;
        this.config = config;
        this.edges = new Edges(config);
    }

    /**
     * Takes in one report.
     *
     * @param appendedAt when it came to Kafka, milliseconds since 1970
     */
    public synchronized void take(Report report, long appendedAt) {
        now = Math.max(now, appendedAt);
        if (report instanceof LineReport line) {
            if (line.reporter().isEmpty() || line.reporter().startsWith(group + "/")) {
                book(line.line(), appendedAt).take(line);
            }
        } else if (report instanceof EdgeReport edge) {
            sign(edge, appendedAt);
        } else if (report instanceof RouterReport router && router.reporter().startsWith(group + "/")) {
            clocks.router(router.reporter(), appendedAt * 1_000 - router.at());
            lags.add(router.region(), router.lags());
        }
    }

    private LineBook book(Line line, long at) {
        return lines.computeIfAbsent(
                line, each -> new LineBook(each, at, config.settle().toMillis()));
    }

    private void sign(EdgeReport sign, long appendedAt) {
        boolean late = clocks.isLate(sign, appendedAt);
        edges.sign(sign, appendedAt, late);
        lags.add(sign.region(), sign.lags());
        for (int partition = 0; partition < sign.given().size(); partition++) {
            Line line = new Line(sign.site(), sign.incarnation(), sign.region(), partition);
            if (sign.given().get(partition) > 0 || lines.containsKey(line)) {
                book(line, appendedAt).sign(sign, appendedAt, late);
            }
        }
    }

    /** Time goes on, though nothing is reported. */
    public synchronized void tick(long millis) {
        now = Math.max(now, millis);
        long oldest = Minute.ofMillis(now - config.keep().toMillis());
        long keptFrom = now - config.keep().toMillis();
        lines.values().removeIf(book -> book.forgetBefore(oldest) && book.firstAt() < keptFrom && hasEnded(book));
        /* Later than what was given out after its last sign. */
        edges.forgetBefore(keptFrom - config.strandedAfter().toMillis());
        lags.forgetBefore(oldest);
    }

    /** What is in Kafka by its forwarder's word and read by nobody, by line. */
    synchronized Map<Line, NumberSet> unseen() {
        Map<Line, NumberSet> unseen = new HashMap<>();
        lines.forEach((line, book) -> {
            NumberSet each = book.unseen(edges.isSpoolEmpty(line));
            if (!each.isEmpty()) {
                unseen.put(line, each);
            }
        });
        return unseen;
    }

    /** The partition of this line was read to behind all of these: those that nobody saw are lost. */
    synchronized void proven(Line line, NumberSet unseen) {
        LineBook book = lines.get(line);
        if (book != null) {
            book.missed(unseen);
        }
    }

    private boolean hasEnded(LineBook book) {
        return edges.hasEnded(book.line(), book.firstAt(), now);
    }

    /** What became of sources' events, by minute of acceptance and source, both rising. */
    public synchronized List<SourceRow> sources(long fromMinute, long toMinute, Scope scope) {
        SortedMap<String, SourceRow> rows = new TreeMap<>();
        for (LineBook book : lines.values()) {
            NumberSet acknowledged = book.acknowledged();
            NumberSet spooled = book.spooled();
            NumberSet inTransit = book.unseen(true);
            inTransit.removeAll(spooled);
            book.minutes()
                    .subMap(fromMinute, true, toMinute, false)
                    .forEach((minute, dated) -> book.sources().forEach((source, ofIt) -> {
                        if (scope.hasSource(source)) {
                            NumberSet all = dated.and(ofIt);
                            NumberSet ours = all.and(acknowledged);
                            SourceRow row = new SourceRow(
                                    minute,
                                    source,
                                    ours.count(),
                                    ours.countIn(book.seen()),
                                    ours.countIn(spooled),
                                    ours.countIn(inTransit),
                                    ours.minus(book.seen()).countIn(book.quarantined()),
                                    ours.countIn(book.writtenOff()),
                                    ours.countIn(book.missed()),
                                    ours.countIn(book.unrouted()),
                                    ours.countIn(book.duplicate()),
                                    all.countIn(book.taken(Taking.State.INDETERMINATE)));
                            if (!all.isEmpty()) {
                                rows.merge(key(minute, source), row, SourceRow::plus);
                            }
                        }
                    }));
        }
        return List.copyOf(rows.values());
    }

    /** What became of what destinations are owed, by minute of acceptance and destination, both rising. */
    public synchronized List<DestinationRow> destinations(long fromMinute, long toMinute, Scope scope) {
        SortedMap<String, DestinationRow> rows = new TreeMap<>();
        for (LineBook book : lines.values()) {
            book.destinations().forEach((destination, owing) -> {
                if (!scope.hasDestination(destination)) {
                    return;
                }
                NumberSet lost = book.lost(destination);
                NumberSet parked = owing.of(State.PARKED).minus(lost);
                book.minutes().subMap(fromMinute, true, toMinute, false).forEach((minute, dated) -> {
                    DestinationRow row = row(minute, destination, dated.and(owing.owed()), owing, parked, lost);
                    if (row.owed() > 0) {
                        rows.merge(key(minute, destination), row, DestinationRow::plus);
                    }
                });
            });
        }
        return List.copyOf(rows.values());
    }

    private static DestinationRow row(
            long minute, String destination, NumberSet owed, DestinationBook owing, NumberSet parked, NumberSet lost) {
        long all = owed.count();
        long onTime = owed.countIn(owing.of(State.ON_TIME));
        long lateOurs = owed.countIn(owing.of(State.LATE_OURS));
        long lateTheirs = owed.countIn(owing.of(State.LATE_THEIRS));
        long filtered = owed.countIn(owing.of(State.FILTERED));
        long duplicates = owed.countIn(owing.of(State.DUPLICATE));
        long dead = owed.countIn(owing.of(State.DEAD));
        long waiting = owed.countIn(parked);
        long gone = owed.countIn(lost);
        long inFlight = all - onTime - lateOurs - lateTheirs - filtered - duplicates - dead - waiting - gone;
        return new DestinationRow(
                minute,
                destination,
                all,
                onTime,
                lateOurs,
                lateTheirs,
                filtered,
                duplicates,
                dead,
                waiting,
                inFlight,
                gone,
                owed.countIn(owing.repeated()));
    }

    private static String key(long minute, String name) {
        return String.format("%015d %s", minute, name);
    }

    /**
     * What is not as it should be, of what was accepted in these minutes; what has no minute and no source, since nobody knows
     * anything of it, whenever all is asked for.
     */
    public synchronized Anomalies anomalies(long fromMinute, long toMinute, Scope scope) {
        List<Loss> losses = new ArrayList<>();
        List<Named> stranded = new ArrayList<>();
        List<Named> unconfirmed = new ArrayList<>();
        List<Named> untold = new ArrayList<>();
        List<Named> phantoms = new ArrayList<>();
        List<Named> twice = new ArrayList<>();
        for (LineBook book : lines.values()) {
            Line line = book.line();
            NumberSet unaccounted = ofScope(book, scope, book.unaccounted());
            NumberSet missed = ofScope(book, scope, book.missed());
            NumberSet inSpool = edges.isStranded(line, now) ? ofScope(book, scope, book.spooled()) : new NumberSet();
            NumberSet phantom = scope.isOfAllSources() ? phantoms(book) : new NumberSet();
            NumberSet seenAlone = scope.isOfAllSources() ? untold(book, phantom) : new NumberSet();
            book.minutes().subMap(fromMinute, true, toMinute, false).forEach((minute, dated) -> {
                loss(losses, Hop.TRANSIT, line, minute, "", dated.and(missed));
                loss(losses, Hop.ROUTE, line, minute, "", dated.and(unaccounted));
                name(stranded, line, "", dated.and(inSpool));
                name(phantoms, line, "", dated.and(phantom));
                name(untold, line, "", dated.and(seenAlone));
            });
            book.destinations().forEach((destination, owing) -> {
                if (scope.hasDestination(destination)) {
                    NumberSet lost = book.lost(destination);
                    book.minutes().subMap(fromMinute, true, toMinute, false).forEach((minute, dated) -> {
                        loss(losses, Hop.DELIVERY, line, minute, destination, dated.and(lost));
                        name(twice, line, destination, dated.and(owing.reportedTwice()));
                    });
                }
            });
            if (scope.isOfAllSources()) {
                name(unconfirmed, line, "", book.unconfirmed(hasEnded(book)));
            }
        }
        return new Anomalies(losses, stranded, unconfirmed, untold, phantoms, twice);
    }

    /** What lies in the spool of an edge that is silent for long, by line; nothing where it is not. */
    public synchronized Map<Line, Numbers> stranded(String site) {
        Map<Line, Numbers> stranded = new HashMap<>();
        lines.forEach((line, book) -> {
            if (line.site().equals(site) && edges.isStranded(line, now)) {
                NumberSet spooled = book.spooled();
                if (!spooled.isEmpty()) {
                    stranded.put(line, spooled.first(Integer.MAX_VALUE));
                }
            }
        });
        return stranded;
    }

    /*
     * A line that nobody has signed for may still be signed for, for as long as a minute has to settle; and never will be where its
     * forwarder was killed before its next sign.
     */
    private NumberSet phantoms(LineBook book) {
        boolean settled = now - book.firstAt() > config.settle().toMillis();
        boolean judged = book.isSigned() || (settled && !edges.mayHaveGivenOutMore(book.line()));
        return judged ? book.phantom() : new NumberSet();
    }

    private NumberSet untold(LineBook book, NumberSet phantoms) {
        NumberSet untold = book.untold(hasEnded(book));
        untold.removeAll(phantoms);
        return untold;
    }

    private static NumberSet ofScope(LineBook book, Scope scope, NumberSet numbers) {
        if (scope.isOfAllSources() || numbers.isEmpty()) {
            return numbers;
        }
        NumberSet ofScope = new NumberSet();
        book.sources().forEach((source, ofIt) -> {
            if (scope.hasSource(source)) {
                ofScope.addAll(numbers.and(ofIt));
            }
        });
        return ofScope;
    }

    /** How many there are of each, of all it keeps. */
    synchronized Totals totals() {
        Totals totals = new Totals();
        for (LineBook book : lines.values()) {
            totals.lost(Hop.TRANSIT, book.missed().count());
            totals.lost(Hop.ROUTE, book.unaccounted().count());
            totals.stranded +=
                    edges.isStranded(book.line(), now) ? book.spooled().count() : 0;
            totals.phantoms += phantoms(book).count();
            totals.unconfirmed += book.unconfirmed(hasEnded(book)).count();
            book.destinations().forEach((destination, owing) -> {
                totals.lost(Hop.DELIVERY, book.lost(destination).count());
                totals.reportedTwice += owing.reportedTwice().count();
            });
        }
        return totals;
    }

    private static void loss(List<Loss> losses, Hop hop, Line line, long minute, String destination, NumberSet lost) {
        if (!lost.isEmpty()) {
            losses.add(new Loss(hop, line, minute, destination, lost.first(NAMED), lost.count()));
        }
    }

    private static void name(List<Named> named, Line line, String destination, NumberSet numbers) {
        if (!numbers.isEmpty()) {
            named.add(new Named(line, destination, numbers.first(NAMED), numbers.count()));
        }
    }

    /** How long events took, by what reporters measured in these minutes. */
    public synchronized Collection<Lags.Lag> lags(long fromMinute, long toMinute) {
        return lags.between(fromMinute, toMinute);
    }

    /** What each clock is ahead of Kafka's. */
    public synchronized Clocks.Offsets clocks() {
        return clocks.offsets();
    }

    /** Bytes of memory it takes, roughly. */
    public synchronized long bytes() {
        return lines.values().stream().mapToLong(LineBook::bytes).sum();
    }
}

package io.headwater.router.ledger;

import io.headwater.event.Line;
import io.headwater.ledger.Column;
import io.headwater.ledger.EdgeReport;
import io.headwater.ledger.Fact;
import io.headwater.ledger.LineReport;
import io.headwater.ledger.Section;
import io.headwater.ledger.Stage;
import io.headwater.ledger.Taking;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;

/** Everything reported of one line, as sets of its numbers. */
final class LineBook {
    /** What of a {@link Fact} is kept. */
    private record Ending(Fact.State state, int stay) {
        static Ending of(long packed) {
            Fact fact = Fact.unpack(packed);
            return new Ending(fact.state(), fact.stay());
        }
    }

    private final Line line;
    private final long firstAt;
    private final Map<Taking.State, NumberSet> taken = new EnumMap<>(Taking.State.class);
    private final NumberSet drained = new NumberSet();
    private final NumberSet quarantined = new NumberSet();
    private final NumberSet writtenOff = new NumberSet();
    private final NumberSet seen = new NumberSet();
    private final NumberSet unrouted = new NumberSet();
    private final NumberSet duplicate = new NumberSet();
    private final NumberSet closed = new NumberSet();
    /* Unrouted, duplicate, or owed to somebody. */
    private final NumberSet accounted = new NumberSet();
    private final NavigableMap<Long, NumberSet> minutes = new TreeMap<>();
    private final NumberSet dated = new NumberSet();
    private final Map<String, NumberSet> sources = new HashMap<>();
    private final Map<String, DestinationBook> destinations = new TreeMap<>();
    /* Read by everybody who reads its partition, and not among what they saw. */
    private final NumberSet missed = new NumberSet();
    private final Phantoms phantoms = new Phantoms();
    private final GivenOut givenOut;
    private final NumberSet forgotten = new NumberSet();

    /**
     * @param firstAt when it was first told of, milliseconds since 1970
     * @param patienceMillis from a number's giving out to its report, at most, but for the time in a spool
     */
    LineBook(Line line, long firstAt, long patienceMillis) {
        this.line = line;
        this.firstAt = firstAt;
        this.givenOut = new GivenOut(patienceMillis);
        for (Taking.State state : Taking.State.values()) {
            taken.put(state, new NumberSet());
        }
    }

    Line line() {
        return line;
    }

    /** Takes in what its forwarder or a router reports. */
    void take(LineReport report) {
        Map<String, NumberSet> owedAgain = owedAgain(report.sections());
        NumberSet none = new NumberSet();
        List<NumberSet> told = new ArrayList<>();
        for (Section section : report.sections()) {
            take(report, section, owedAgain.getOrDefault(section.about(), none), told);
        }
        accounted.addAll(NumberSet.union(told));
    }

    /* By destination, the numbers that one report says more than once are owed to it. */
    private static Map<String, NumberSet> owedAgain(List<Section> sections) {
        Map<String, List<Column>> owed = new HashMap<>();
        for (Section section : sections) {
            if (section.stage() == Stage.OWED) {
                owed.computeIfAbsent(section.about(), each -> new ArrayList<>(1))
                        .add(section.column());
            }
        }
        Map<String, NumberSet> again = new HashMap<>();
        owed.forEach((about, columns) -> {
            if (columns.size() > 1) {
                again.put(about, inMoreThanOne(columns));
            }
        });
        return again;
    }

    private static NumberSet inMoreThanOne(List<Column> columns) {
        NumberSet once = new NumberSet();
        NumberSet again = new NumberSet();
        for (Column each : columns) {
            NumberSet numbers = NumberSet.of(each.numbers());
            again.addAll(numbers.and(once));
            once.addAll(numbers);
        }
        return again;
    }

    /** @param told gets what is accounted for by it */
    private void take(LineReport report, Section section, NumberSet owedAgain, List<NumberSet> told) {
        Column column = section.column();
        switch (section.stage()) {
            case TAKEN -> byValue(column).forEach((value, numbers) -> taken(report, Taking.unpack(value), numbers));
            case DRAINED -> drained.addAll(NumberSet.of(column.numbers()));
            case QUARANTINED -> quarantined.addAll(NumberSet.of(column.numbers()));
            case WRITTEN_OFF -> writtenOff.addAll(NumberSet.of(column.numbers()));
            case SEEN -> byValue(column).forEach(this::seen);
            case UNROUTED -> accounted(column, unrouted, told);
            case DUPLICATE -> accounted(column, duplicate, told);
            case OWED ->
                byValue(column).forEach((own, numbers) -> {
                    told.add(numbers);
                    of(section.about()).owed(report.reporter(), numbers, own != 0);
                });
            case ATTEMPTED -> {
                // for whoever asks about one event; the account is the same
            }
            case ENDED ->
                by(column, Ending::of).forEach((ending, numbers) -> {
                    DestinationBook book = of(section.about());
                    told.add(numbers);
                    if (ending.state().isDelivered() && !owedAgain.isEmpty()) {
                        book.owed(report.reporter(), numbers.and(owedAgain), false);
                    }
                    book.ended(report.reporter(), numbers, ending.state(), ending.stay());
                });
            case CLOSED ->
                byValue(column).forEach((stay, numbers) -> {
                    if (section.about().isEmpty()) {
                        closed.addAll(numbers);
                    } else {
                        of(section.about()).closed(numbers, Math.toIntExact(stay));
                    }
                });
        }
    }

    private static void accounted(Column column, NumberSet as, List<NumberSet> told) {
        NumberSet numbers = NumberSet.of(column.numbers());
        told.add(numbers);
        as.addAll(numbers);
    }

    private void taken(LineReport report, Taking taking, NumberSet numbers) {
        taken(taking.state()).addAll(numbers);
        date(taking.minute(), numbers);
        sources.computeIfAbsent(report.name(taking.source()), each -> new NumberSet())
                .addAll(numbers);
    }

    private void seen(long minute, NumberSet numbers) {
        date(minute, numbers);
        seen.addAll(numbers);
        missed.removeAll(numbers);
        phantoms.seen(numbers);
    }

    /* The first who says in which minute an event was accepted is believed; all say the same but where one cannot read it. */
    private void date(long minute, NumberSet numbers) {
        NumberSet fresh = numbers.minus(dated);
        if (!fresh.isEmpty()) {
            minutes.computeIfAbsent(minute, each -> new NumberSet()).addAll(fresh);
            dated.addAll(fresh);
        }
    }

    private static Map<Long, NumberSet> byValue(Column column) {
        return by(column, value -> value);
    }

    private static <T> Map<T, NumberSet> by(Column column, LongFunction<T> what) {
        Map<T, NumberSet> sets = new HashMap<>();
        column.forEach((from, to, value) ->
                sets.computeIfAbsent(what.apply(value), each -> new NumberSet()).add(from, to));
        return sets;
    }

    /**
     * Its forwarder shows that it lives.
     *
     * @param at when that came to Kafka, milliseconds since 1970
     * @param late whether the sign was long on its way, so that what was read since may have been given out since
     */
    void sign(EdgeReport sign, long at, boolean late) {
        boolean tells = !late && line.partition() < sign.given().size();
        Optional<Long> given = tells ? Optional.of(sign.given().get(line.partition())) : Optional.empty();
        phantoms.sign(given);
        given.ifPresent(numbers -> givenOut.sign(at, numbers, sign.undrained() == 0));
    }

    boolean isSigned() {
        return phantoms.isSigned();
    }

    long firstAt() {
        return firstAt;
    }

    NumberSet taken(Taking.State state) {
        NumberSet set = taken.get(state);
        if (set == null) {
            throw new IllegalStateException("every state has a set");
        }
        return set;
    }

    /** Answered with a 2xx: Kafka or the spool had it. */
    NumberSet acknowledged() {
        return taken(Taking.State.ACKNOWLEDGED).plus(taken(Taking.State.SPOOLED));
    }

    NumberSet seen() {
        return seen;
    }

    NumberSet unrouted() {
        return unrouted;
    }

    NumberSet duplicate() {
        return duplicate;
    }

    NumberSet quarantined() {
        return quarantined;
    }

    /** Given up by an operator, and not come all the same. */
    NumberSet writtenOff() {
        NumberSet gone = writtenOff.minus(drained);
        gone.removeAll(seen);
        gone.removeAll(quarantined);
        gone.removeAll(missed);
        return gone;
    }

    /** In an edge's spool, as far as anybody has said. */
    NumberSet spooled() {
        NumberSet spooled = taken(Taking.State.SPOOLED).minus(drained);
        spooled.removeAll(seen);
        spooled.removeAll(quarantined);
        spooled.removeAll(missed); // what is proven to be gone does not wait any more
        spooled.removeAll(writtenOff);
        return spooled;
    }

    /**
     * Known to be in Kafka and not read by anybody yet.
     *
     * @param spoolIsEmpty whether what was spooled must be in Kafka, too
     */
    NumberSet unseen(boolean spoolIsEmpty) {
        NumberSet unseen = taken(Taking.State.ACKNOWLEDGED).plus(drained);
        if (spoolIsEmpty) {
            unseen.addAll(taken(Taking.State.SPOOLED).minus(writtenOff()));
        }
        unseen.removeAll(seen);
        unseen.removeAll(missed);
        unseen.removeAll(quarantined);
        return unseen;
    }

    /** Of these, what is still not seen never will be. */
    void missed(NumberSet unseen) {
        missed.addAll(unseen.minus(seen));
    }

    /** In Kafka by its forwarder's word, and not there when its partition was read. */
    NumberSet missed() {
        return missed;
    }

    /** Read, and nobody said to whom it is owed or why to nobody. */
    NumberSet unaccounted() {
        return closed.minus(accounted);
    }

    /** Owed to a destination there is, and let go without an end. */
    NumberSet lost(String destination) {
        return of(destination).lost(closed);
    }

    /** Read, and never given out by the forwarder. */
    NumberSet phantom() {
        return isSigned() ? phantoms.proven() : seen;
    }

    /**
     * Given out, without a word of how it ended with them, and seen by nobody.
     *
     * @param ended whether the forwarder has, so that no word of anything will come; else of what it must have told
     */
    NumberSet unconfirmed(boolean ended) {
        NumberSet known = told();
        known.addAll(drained);
        known.addAll(seen);
        NumberSet all = new NumberSet();
        all.add(0, ended ? Math.max(known.last() + 1, givenOut.highest()) : givenOut.settled());
        all.removeAll(known);
        all.removeAll(forgotten);
        return all;
    }

    /**
     * Seen, without a word of the forwarder of whose it is and how it was answered.
     *
     * @param ended as of {@link #unconfirmed}
     */
    NumberSet untold(boolean ended) {
        NumberSet untold = seen.minus(told());
        if (!ended) {
            untold.removeAll(untold.from(givenOut.settled()));
        }
        return untold;
    }

    private NumberSet told() {
        NumberSet told = new NumberSet();
        taken.values().forEach(told::addAll);
        return told;
    }

    NavigableMap<Long, NumberSet> minutes() {
        return minutes;
    }

    Map<String, NumberSet> sources() {
        return sources;
    }

    Map<String, DestinationBook> destinations() {
        return destinations;
    }

    private DestinationBook of(String destination) {
        return destinations.computeIfAbsent(destination, each -> new DestinationBook());
    }

    /** Forgets what was accepted before this minute; whether nothing is left. */
    boolean forgetBefore(long minute) {
        NavigableMap<Long, NumberSet> old = minutes.headMap(minute, false);
        if (!old.isEmpty()) {
            NumberSet gone = new NumberSet();
            old.values().forEach(gone::addAll);
            forgotten.addAll(gone);
            old.clear();
            sets().forEach(each -> each.removeAll(gone));
        }
        return minutes.isEmpty();
    }

    /** Bytes of memory it takes, roughly. */
    long bytes() {
        return sets().stream().mapToLong(NumberSet::bytes).sum()
                + minutes.values().stream().mapToLong(NumberSet::bytes).sum();
    }

    private List<NumberSet> sets() {
        List<NumberSet> all = new ArrayList<>(taken.values());
        all.addAll(
                List.of(drained, quarantined, writtenOff, seen, unrouted, duplicate, closed, accounted, dated, missed));
        all.addAll(phantoms.sets());
        all.addAll(sources.values());
        destinations.values().forEach(each -> all.addAll(each.sets()));
        return all;
    }
}

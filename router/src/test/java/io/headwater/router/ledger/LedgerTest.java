package io.headwater.router.ledger;

import static io.headwater.router.ledger.Told.CRM;
import static io.headwater.router.ledger.Told.LINE;
import static io.headwater.router.ledger.Told.MINUTE;
import static io.headwater.router.ledger.Told.START;
import static io.headwater.router.ledger.Told.awaited;
import static io.headwater.router.ledger.Told.closed;
import static io.headwater.router.ledger.Told.closedForCrm;
import static io.headwater.router.ledger.Told.delivered;
import static io.headwater.router.ledger.Told.drained;
import static io.headwater.router.ledger.Told.ended;
import static io.headwater.router.ledger.Told.owed;
import static io.headwater.router.ledger.Told.router;
import static io.headwater.router.ledger.Told.section;
import static io.headwater.router.ledger.Told.seen;
import static io.headwater.router.ledger.Told.sign;
import static io.headwater.router.ledger.Told.taken;
import static io.headwater.router.ledger.Told.unrouted;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.event.Line;
import io.headwater.ledger.Column;
import io.headwater.ledger.Fact.State;
import io.headwater.ledger.LineReport;
import io.headwater.ledger.Numbers;
import io.headwater.ledger.Report;
import io.headwater.ledger.Section;
import io.headwater.ledger.Stage;
import io.headwater.ledger.Taking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the ledger makes of what it is told. */
class LedgerTest {
    private static final LedgerConfig CONFIG = new LedgerConfig(
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofMinutes(10));

    private final Ledger ledger = new Ledger("routers", CONFIG);
    private final Proof proof = new Proof(ledger);
    private static final long SETTLE = CONFIG.settle().toMillis();

    private long now = START;

    @Test
    void whatIsDeliveredBalances() {
        tell(delivered(0, 100));
        assertThat(source()).isEqualTo(new SourceRow(MINUTE, "acme/web", 100, 100, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(destination()).isEqualTo(new DestinationRow(MINUTE, CRM, 100, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(anomalies().lost()).isZero();
    }

    @Test
    void everyEventIsInOneStateAndTheStatesAddUp() {
        tell(
                taken(Taking.State.ACKNOWLEDGED, 0, 100),
                router(
                        seen(0, 100),
                        unrouted(0, 10),
                        owed(10, 100),
                        ended(State.ON_TIME, 10, 40),
                        ended(State.LATE_OURS, 40, 50),
                        ended(State.LATE_THEIRS, 50, 60),
                        ended(State.DEAD, 60, 70),
                        ended(State.PARKED, 1, 70, 80),
                        closed(0, 80),
                        closed(85, 86)));
        DestinationRow row = destination();
        assertThat(row).isEqualTo(new DestinationRow(MINUTE, CRM, 90, 30, 10, 10, 0, 0, 10, 10, 19, 1, 0));
        assertThat(row.owed())
                .isEqualTo(row.delivered()
                        + row.filtered()
                        + row.duplicates()
                        + row.dead()
                        + row.parked()
                        + row.inFlight()
                        + row.lost());
        assertThat(source().unrouted()).isEqualTo(10);
    }

    @Test
    void whatIsNotSeenIsOnItsWayUntilItsPartitionIsProvenRead() {
        tell(taken(Taking.State.ACKNOWLEDGED, 0, 10), router(seen(0, 4), seen(5, 10)));
        assertThat(source().inTransit()).isEqualTo(1);
        assertThat(proof.begin()).containsExactly(0);
        proof.ends(Map.of(0, 10L));
        proof.committed(Map.of(0, 9L), 3);
        proof.read(100);
        assertThat(anomalies().lost()).as("not read that far").isZero();
        proof.committed(Map.of(0, 10L), 3);
        proof.read(2);
        assertThat(anomalies().lost()).as("not all reports read").isZero();
        proof.read(3);
        assertThat(anomalies().losses())
                .containsExactly(new Loss(Hop.TRANSIT, LINE, MINUTE, "", Numbers.range(4, 5), 1));
        assertThat(source().lost()).isEqualTo(1);
        assertThat(source().inTransit()).isZero();
    }

    @Test
    void whatWasSeenMeanwhileIsNotLost() {
        tell(taken(Taking.State.ACKNOWLEDGED, 0, 10));
        proof.begin();
        proof.ends(Map.of(0, 10L));
        tell(router(seen(0, 10)));
        proof.committed(Map.of(0, 10L), 1);
        proof.read(1);
        assertThat(anomalies().lost()).isZero();
    }

    @Test
    void lateTruthReopensAMinute() {
        tell(taken(Taking.State.ACKNOWLEDGED, 0, 10), router(seen(0, 9)));
        prove();
        assertThat(anomalies().lost()).isEqualTo(1);
        tell(router(seen(9, 10), owed(9, 10), ended(State.ON_TIME, 9, 10), closed(9, 10)));
        assertThat(anomalies().lost()).isZero();
        assertThat(destination().onTime()).isEqualTo(1);
    }

    @Test
    void anEventThatIsReadAndGivenToNobodyIsLostThere() {
        tell(
                taken(Taking.State.ACKNOWLEDGED, 0, 10),
                router(seen(0, 10), owed(0, 5), owed(6, 10), ended(State.ON_TIME, 0, 10), closed(0, 10)));
        assertThat(anomalies().losses()).isEmpty();
        Ledger other = new Ledger("routers", CONFIG);
        other.take(taken(Taking.State.ACKNOWLEDGED, 0, 10), START);
        other.take(router(seen(0, 10), owed(0, 5), ended(State.ON_TIME, 0, 5), closed(0, 6)), START);
        assertThat(other.anomalies(0, Long.MAX_VALUE, Scope.ALL).losses())
                .containsExactly(new Loss(Hop.ROUTE, LINE, MINUTE, "", Numbers.range(5, 6), 1));
    }

    @Test
    void anEventThatIsLetGoWithoutAnEndIsLostToItsDestination() {
        tell(
                taken(Taking.State.ACKNOWLEDGED, 0, 10),
                router(seen(0, 10), owed(0, 10), ended(State.ON_TIME, 0, 7), ended(State.DEAD, 8, 10), closed(0, 10)));
        assertThat(anomalies().losses())
                .containsExactly(new Loss(Hop.DELIVERY, LINE, MINUTE, CRM, Numbers.range(7, 8), 1));
        assertThat(destination().lost()).isEqualTo(1);
    }

    @Test
    void anEventThatIsLetGoFromABacklogIsLostToItsDestination() {
        tell(
                taken(Taking.State.ACKNOWLEDGED, 0, 10),
                router(seen(0, 10), owed(0, 10), ended(State.PARKED, 1, 0, 10), closed(0, 10)));
        assertThat(destination().parked()).isEqualTo(10);
        tell(router(
                owed(0, 6), ended(State.LATE_THEIRS, 1, 0, 4), ended(State.PARKED, 2, 4, 5), closedForCrm(1, 0, 6)));
        assertThat(destination()).isEqualTo(new DestinationRow(MINUTE, CRM, 10, 0, 0, 4, 0, 0, 0, 5, 0, 1, 0));
        assertThat(anomalies().losses())
                .extracting(Loss::numbers)
                .extracting(Object::toString)
                .containsExactly("5");
    }

    @Test
    void whatADestinationReadsForItselfIsLostOnlyWhenItsOwnReadingIsDoneWithIt() {
        tell(taken(Taking.State.ACKNOWLEDGED, 0, 10), router(seen(0, 10), awaited(0, 10), closed(0, 10)));
        assertThat(anomalies().lost()).isZero();
        assertThat(destination().inFlight()).isEqualTo(10);
        tell(router(awaited(0, 10), ended(State.ON_TIME, 0, 9), closedForCrm(0, 0, 10)));
        assertThat(anomalies().lost()).isEqualTo(1);
    }

    @Test
    void statesOnlyRise() {
        tell(delivered(0, 10));
        tell(router(owed(0, 10), ended(State.DEAD, 0, 10), ended(State.PARKED, 1, 0, 10), closed(0, 10)));
        assertThat(destination().onTime()).isEqualTo(10);
        tell(taken(Taking.State.ACKNOWLEDGED, 10, 20), router(seen(10, 20), owed(10, 20), ended(State.DEAD, 10, 20)));
        assertThat(destination().dead()).isEqualTo(10);
        tell(router(owed(10, 20), ended(State.LATE_THEIRS, 10, 20)));
        assertThat(destination().dead()).as("redriven").isZero();
        assertThat(destination().lateTheirs()).isEqualTo(10);
    }

    @Test
    void whatIsSpooledIsNeitherSeenNorLost() {
        tell(taken(Taking.State.SPOOLED, 0, 10), sign(10, 10, false, START));
        prove();
        assertThat(source()).isEqualTo(new SourceRow(MINUTE, "acme/web", 10, 0, 10, 0, 0, 0, 0, 0, 0, 0));
        tell(drained(0, 10));
        assertThat(source().inTransit()).isEqualTo(10);
        tell(router(seen(0, 9)));
        prove();
        assertThat(source().lost()).isEqualTo(1);
    }

    @Test
    void whatIsInASpoolThatSaysItIsEmptyIsLost() {
        tell(taken(Taking.State.SPOOLED, 0, 10), sign(10, 10, false, START));
        prove();
        assertThat(anomalies().lost()).isZero();
        tell(sign(10, 0, false, START));
        prove();
        assertThat(anomalies().lost()).isEqualTo(10);
        assertThat(source())
                .as("in one place alone")
                .isEqualTo(new SourceRow(MINUTE, "acme/web", 10, 0, 0, 0, 0, 0, 10, 0, 0, 0));
    }

    @Test
    void theSpoolOfAnEdgeThatIsSilentForLongIsStranded() {
        tell(taken(Taking.State.SPOOLED, 0, 10), sign(10, 10, false, START));
        ledger.tick(START + Duration.ofMinutes(9).toMillis());
        assertThat(anomalies().stranded()).isEmpty();
        ledger.tick(START + Duration.ofMinutes(11).toMillis());
        assertThat(anomalies().stranded()).extracting(Anomalies.Named::count).containsExactly(10L);
        now = START + Duration.ofMinutes(12).toMillis();
        tell(sign("k2", 0, 10, false, now));
        assertThat(anomalies().stranded()).as("its edge is back").isEmpty();
        assertThat(anomalies().lost()).isZero();
    }

    @Test
    void whatIsWrittenOffIsNeitherStrandedNorLostUnlessItComes() {
        tell(taken(Taking.State.SPOOLED, 0, 10), sign(10, 10, false, START));
        assertThat(ledger.stranded("fra1")).as("its edge is there").isEmpty();
        now = START + Duration.ofMinutes(11).toMillis();
        ledger.tick(now);
        assertThat(ledger.stranded("elsewhere")).isEmpty();
        assertThat(ledger.stranded("fra1").values()).containsExactly(Numbers.range(0, 10));
        tell(Told.by("", new Section(Stage.WRITTEN_OFF, "", Column.of(Numbers.range(0, 10), 0))));
        assertThat(anomalies().stranded()).isEmpty();
        assertThat(ledger.stranded("fra1")).isEmpty();
        assertThat(source()).isEqualTo(new SourceRow(MINUTE, "acme/web", 10, 0, 0, 0, 0, 10, 0, 0, 0, 0));

        tell(sign("k2", 0, 0, false, now));
        prove();
        assertThat(anomalies().lost())
                .as("its edge is back with an empty spool")
                .isZero();
        tell(router(seen(0, 4)));
        assertThat(source())
                .as("some came all the same")
                .isEqualTo(new SourceRow(MINUTE, "acme/web", 10, 4, 0, 0, 0, 6, 0, 0, 0, 0));
    }

    @Test
    void theNumbersThatAKilledForwarderDidNotReportAreUnconfirmedUnlessSeen() {
        tell(taken(Taking.State.ACKNOWLEDGED, 0, 10), sign(10, 0, false, START));
        tell(router(seen(0, 12), seen(14, 15), owed(0, 12), owed(14, 15)));
        assertThat(anomalies().unconfirmed()).as("it may still say").isEmpty();
        now = START + 10_000;
        tell(sign("k2", 0, 0, false, now));
        assertThat(anomalies().unconfirmed())
                .extracting(Anomalies.Named::numbers)
                .extracting(Object::toString)
                .containsExactly("12-13");
        assertThat(anomalies().lost()).isZero();
        assertThat(anomalies().phantoms()).isEmpty();
    }

    @Test
    void whatWasGivenOutAndWhoseReportIsGoneWithTheSpoolIsUnconfirmed() {
        tell(taken(Taking.State.SPOOLED, 0, 10), sign(16, 12, false, START));
        tell(router(seen(0, 10), owed(0, 10)));
        now = START + SETTLE - 1_000;
        tell(sign(20, 0, false, now));
        assertThat(anomalies().unconfirmed()).as("the report may be under way").isEmpty();
        now = START + SETTLE;
        tell(sign(20, 3, false, now));
        assertThat(anomalies().unconfirmed()).as("or in the spool").isEmpty();
        now = START + SETTLE + 1_000;
        tell(sign(20, 0, false, now));
        assertThat(unconfirmed()).containsExactly("10-15");
        tell(taken(Taking.State.ACKNOWLEDGED, 10, 16));
        assertThat(anomalies().unconfirmed()).as("it came all the same").isEmpty();
    }

    @Test
    void whatIsForgottenIsNotUnconfirmed() {
        tell(taken(Taking.State.ACKNOWLEDGED, 0, 10), sign(10, 0, false, START));
        tell(router(seen(0, 10), owed(0, 10)));
        now = START + Duration.ofHours(25).toMillis();
        tell(taken(LINE, now / 60_000, "acme/web", Taking.State.ACKNOWLEDGED, 10, 12));
        ledger.tick(now);
        tell(sign("k2", 0, 0, false, now));
        assertThat(unconfirmed()).isEmpty();
    }

    @Test
    void whatWasSeenAndNotReportedByItsKilledForwarderIsNamedSinceNoSourcesRowHoldsIt() {
        tell(taken(Taking.State.ACKNOWLEDGED, 0, 10), sign(15, 0, false, START));
        tell(router(seen(0, 12), section(Stage.SEEN, "", 14, 15, MINUTE + 1), owed(0, 12), owed(14, 15)));
        assertThat(untold()).as("it may still say").isEmpty();
        now = START + 10_000;
        tell(sign("k2", 0, 0, false, now));
        assertThat(untold()).as("by minute").containsExactly("10-11", "14");
        assertThat(numbers(
                        ledger.anomalies(MINUTE + 1, Long.MAX_VALUE, Scope.ALL).untold()))
                .containsExactly("14");
        tell(taken(Taking.State.SPOOLED, 10, 12));
        assertThat(untold()).as("it was on its way").containsExactly("14");
    }

    @Test
    void whatIsSeenAndWhoseReportIsGoneWithTheSpoolIsNamedOnceNoReportCanBeUnderWay() {
        tell(sign(10, 0, false, START), sign(10, 0, false, START));
        tell(router(seen(0, 10), owed(0, 10)));
        assertThat(untold()).as("the report may be under way").isEmpty();
        now = START + SETTLE;
        tell(sign(10, 0, false, now));
        assertThat(untold()).containsExactly("0-9");
    }

    @Test
    void theFirstNumbersOfALineWhoseForwarderWasKilledBeforeItsNextSignAreNoPhantoms() {
        tell(sign(10, 0, false, START));
        tell(firstOfAnotherLine());
        now = START + SETTLE + 1_000;
        tell(sign("k2", 0, 0, false, now));
        ledger.tick(now);
        assertThat(anomalies().phantoms()).isEmpty();
        assertThat(untold()).containsExactly("0");
    }

    @Test
    void theFirstNumbersOfALineWhoseForwarderHasSaidItsLastAre() {
        tell(sign(10, 0, true, START));
        tell(firstOfAnotherLine());
        ledger.tick(START + SETTLE + 1_000);
        assertThat(anomalies().phantoms()).hasSize(1);
        assertThat(untold()).isEmpty();
    }

    private static LineReport firstOfAnotherLine() {
        Line other = new Line(LINE.site(), LINE.incarnation(), LINE.region(), LINE.partition() + 1);
        return new LineReport(other, Told.ROUTER, List.of(), List.of(seen(0, 1), owed(0, 1)));
    }

    @Test
    void whatNobodyGaveOutIsAPhantomAndNotUntold() {
        tell(taken(Taking.State.ACKNOWLEDGED, 0, 10), sign(10, 0, false, START));
        tell(router(seen(0, 10), seen(99, 100), owed(0, 10)));
        now = START + 10_000;
        tell(sign(10, 0, false, now), sign(10, 0, true, now));
        assertThat(anomalies().phantoms()).hasSize(1);
        assertThat(untold()).isEmpty();
    }

    private List<String> unconfirmed() {
        return numbers(anomalies().unconfirmed());
    }

    private List<String> untold() {
        return numbers(anomalies().untold());
    }

    private static List<String> numbers(List<Anomalies.Named> named) {
        return named.stream().map(each -> each.numbers().toString()).toList();
    }

    @Test
    void whatNoForwarderGaveOutIsAPhantom() {
        tell(taken(Taking.State.ACKNOWLEDGED, 0, 10), sign(10, 0, false, START));
        tell(router(seen(0, 10), seen(99, 100), owed(99, 100), ended(State.ON_TIME, 99, 100)));
        tell(sign(10, 0, false, START));
        assertThat(anomalies().phantoms())
                .as("this sign may have been made before")
                .isEmpty();
        tell(sign(10, 0, false, START));
        assertThat(anomalies().phantoms())
                .extracting(Anomalies.Named::numbers)
                .extracting(Object::toString)
                .containsExactly("99");
    }

    @Test
    void aSignThatWasLongOnItsWayAccusesNobody() {
        tell(sign(0, 0, false, START));
        tell(router(seen(5, 6)));
        now = START + 60_000;
        tell(sign(0, 0, false, START + 1_000), sign(0, 0, false, START + 2_000));
        assertThat(anomalies().phantoms()).isEmpty();
    }

    @Test
    void theEventsOfALineThatNobodySignsForAreAccusedAfterTheTimeToSettle() {
        tell(router(seen(0, 5)));
        assertThat(anomalies().phantoms()).isEmpty();
        ledger.tick(START + 31_000);
        assertThat(anomalies().phantoms()).extracting(Anomalies.Named::count).containsExactly(5L);
    }

    @Test
    void aDeliveryThatOneRouterReportsTwiceIsNamed() {
        tell(delivered(0, 10));
        tell(router(ended(State.ON_TIME, 3, 4)));
        assertThat(anomalies().reportedTwice())
                .extracting(Anomalies.Named::numbers)
                .extracting(Object::toString)
                .containsExactly("3");
        tell(taken(Taking.State.ACKNOWLEDGED, 10, 20), router(seen(10, 20), owed(10, 20)));
        tell(router(ended(State.ON_TIME, 10, 20), ended(State.ON_TIME, 15, 16)));
        assertThat(anomalies().reportedTwice())
                .extracting(Anomalies.Named::numbers)
                .extracting(Object::toString)
                .containsExactly("3, 15");
    }

    @Test
    void aDeliveryThatWasMadeTwiceIsCountedAndAccusesNobody() {
        tell(delivered(0, 10));
        tell(Told.by("routers/b", seen(2, 4), owed(2, 4), ended(State.LATE_OURS, 2, 4), closed(2, 4)));
        tell(router(seen(5, 6), owed(5, 6), ended(State.ON_TIME, 5, 6), closed(5, 6)));
        tell(router(owed(6, 7), owed(6, 7), ended(State.ON_TIME, 6, 7), ended(State.ON_TIME, 6, 7)));
        assertThat(destination().repeated()).isEqualTo(4);
        assertThat(destination().onTime()).isEqualTo(10);
        assertThat(anomalies().reportedTwice()).isEmpty();
    }

    @Test
    void aTenantIsShownItsOwnAndNoOthers() {
        tell(delivered(0, 10));
        tell(taken(LINE, MINUTE, "other/app", Taking.State.ACKNOWLEDGED, 10, 15));
        prove();
        Scope acme = new Scope(Optional.of("acme"), Optional.empty(), Optional.empty());
        assertThat(ledger.sources(0, Long.MAX_VALUE, acme))
                .extracting(SourceRow::source)
                .containsExactly("acme/web");
        assertThat(ledger.anomalies(0, Long.MAX_VALUE, acme).lost()).isZero();
        Scope other = new Scope(Optional.of("other"), Optional.empty(), Optional.empty());
        assertThat(ledger.destinations(0, Long.MAX_VALUE, other)).isEmpty();
        assertThat(ledger.anomalies(0, Long.MAX_VALUE, other).lost()).isEqualTo(5);
    }

    @Test
    void reportsOfRoutersOfAnotherGroupDoNotCount() {
        tell(taken(Taking.State.ACKNOWLEDGED, 0, 10));
        tell(Told.by("others/a", seen(0, 10), owed(0, 10), closed(0, 10)));
        assertThat(source().inTransit()).isEqualTo(10);
        assertThat(ledger.destinations(0, Long.MAX_VALUE, Scope.ALL)).isEmpty();
    }

    /** However reports come, once or twice, early or late: the account is the same. */
    @Test
    void theOrderOfReportsDoesNotMatter() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            List<Report> reports = history(random);
            List<DestinationRow> straight = rows(reports);
            List<Report> shuffled = new ArrayList<>(reports);
            shuffled.addAll(reports.subList(0, random.nextInt(reports.size())));
            Collections.shuffle(shuffled, random);
            assertThat(rows(shuffled)).as("seed %d", seed).isEqualTo(straight);
        }
    }

    @Test
    void whatIsOlderThanItKeepsIsForgotten() {
        tell(delivered(0, 1_000));
        tell(sign(1_000, 0, true, START));
        ledger.tick(START + Duration.ofHours(2).toMillis());
        assertThat(ledger.destinations(0, Long.MAX_VALUE, Scope.ALL)).isEmpty();
        assertThat(ledger.bytes()).isZero();
    }

    @Test
    void theLinesOfAForwarderThatWasKilledAreForgottenToo() {
        tell(delivered(0, 1_000));
        tell(sign(1_000, 0, false, START));
        ledger.tick(START + Duration.ofHours(2).toMillis());
        assertThat(ledger.bytes()).isZero();
    }

    /** A million events over twelve lines, delivered nearly in order, to one destination. */
    @Test
    void aMillionEventsTakeLessThanAQuarterOfAByteEach() {
        int lines = 12;
        int each = 1_000_000 / lines;
        for (int partition = 0; partition < lines; partition++) {
            Line line = new Line("fra1", "k1", "eu", partition);
            for (int from = 0; from < each; from += 100) {
                long minute = MINUTE + from / 6_000;
                ledger.take(taken(line, minute, "acme/web", Taking.State.ACKNOWLEDGED, from, from + 100), now);
                ledger.take(nearlyInOrder(line, from, minute), now);
            }
        }
        assertThat(ledger.bytes()).isLessThan(250_000);
        assertThat(ledger.anomalies(0, Long.MAX_VALUE, Scope.ALL).lost()).isZero();
    }

    private static LineReport nearlyInOrder(Line line, int from, long minute) {
        int late = from == 0 ? 0 : 7;
        Column all = Column.of(Numbers.range(from, from + 100), minute);
        return new LineReport(
                line,
                Told.ROUTER,
                List.of(),
                List.of(
                        new Section(Stage.SEEN, "", all),
                        owed(from, from + 100),
                        ended(State.ON_TIME, from - late, from + 93),
                        closed(from - late, from + 93)));
    }

    /* What happens to 200 numbers, told in pieces; each number's own story is whole in the end. */
    private static List<Report> history(Random random) {
        List<Report> reports = new ArrayList<>();
        for (long from = 0; from < 200; from += 10) {
            long to = from + 10;
            reports.add(taken(random.nextBoolean() ? Taking.State.ACKNOWLEDGED : Taking.State.SPOOLED, from, to));
            reports.add(router(seen(from, to), owed(from, to)));
            reports.add(router(ended(State.PARKED, 1, from, from + random.nextInt(10)), closed(from, to)));
            State[] ends = {State.ON_TIME, State.DEAD, State.LATE_OURS, State.LATE_THEIRS};
            reports.add(router(
                    ended(ends[random.nextInt(4)], 1, from, from + random.nextInt(10)),
                    closedForCrm(1, from, from + random.nextInt(10))));
        }
        return reports;
    }

    private static List<DestinationRow> rows(List<Report> reports) {
        Ledger ledger = new Ledger("routers", CONFIG);
        reports.forEach(report -> ledger.take(report, START));
        return ledger.destinations(0, Long.MAX_VALUE, Scope.ALL).stream()
                .map(row -> new DestinationRow(
                        row.minute(),
                        row.destination(),
                        row.owed(),
                        row.onTime(),
                        row.lateOurs(),
                        row.lateTheirs(),
                        row.filtered(),
                        row.duplicates(),
                        row.dead(),
                        row.parked(),
                        row.inFlight(),
                        row.lost(),
                        0))
                .toList();
    }

    private void prove() {
        Set<Integer> begun = proof.begin();
        begun.forEach(partition -> proof.ends(Map.of(partition, 1_000L)));
        proof.committed(Map.of(0, 1_000L), 0);
        proof.read(0);
    }

    private void tell(List<LineReport> reports) {
        reports.forEach(report -> ledger.take(report, now));
    }

    private void tell(Report... reports) {
        for (Report report : reports) {
            ledger.take(report, now);
        }
    }

    private SourceRow source() {
        List<SourceRow> rows = ledger.sources(0, Long.MAX_VALUE, Scope.ALL);
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private DestinationRow destination() {
        List<DestinationRow> rows = ledger.destinations(0, Long.MAX_VALUE, Scope.ALL);
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private Anomalies anomalies() {
        return ledger.anomalies(0, Long.MAX_VALUE, Scope.ALL);
    }
}

package io.headwater.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.event.Line;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What reporters write, the ledger reads. */
class ReportCodecTest {
    private static final Line LINE = new Line("fra1", "k1", "eu", 3);

    @Test
    void whatIsWrittenIsReadAgain() {
        LineReport report = new LineReport(
                LINE,
                "headwater-router/ab",
                List.of("acme/web", "success"),
                List.of(
                        new Section(Stage.SEEN, "", Column.of(Numbers.range(0, 500), 29_000_000)),
                        new Section(Stage.OWED, "acme/crm", Column.of(Numbers.range(0, 500), 0)),
                        new Section(Stage.ENDED, "acme/crm", sparse(new Random(1), 3))));
        assertThat(read(report)).isEqualTo(report);
    }

    @Test
    void signsOfLifeAreReadAgain() {
        EdgeReport edge = new EdgeReport(
                "fra1", "k1", "eu", List.of(0L, 7L, 1L << 40), 12, true, 1_800_000_000_000_000L, List.of());
        assertThat(read(edge)).isEqualTo(edge);
        LagHistogram times = new LagHistogram();
        times.record(1_500);
        times.record(90_000_000);
        EdgeReport measured = new EdgeReport(
                "fra1", "k1", "eu", List.of(), 0, false, 5, List.of(new Measured(29_000_000, "ingest", "", times)));
        assertThat(((EdgeReport) read(measured)).lags())
                .singleElement()
                .satisfies(each -> assertThat(each.times().percentile(1)).isEqualTo(times.percentile(1)));
        RouterReport router = new RouterReport(
                "headwater-router/ab", "eu", 5, List.of(new Measured(29_000_000, "total", "acme/crm", times)));
        RouterReport again = (RouterReport) read(router);
        assertThat(again.lags()).hasSize(1);
        LagHistogram read = again.lags().get(0).times();
        assertThat(read.count()).isEqualTo(2);
        assertThat(read.percentile(1)).isEqualTo(times.percentile(1));
    }

    @Test
    void anySetOfNumbersIsReadAgainHoweverItLies() {
        Random random = new Random(20_261_129);
        for (int i = 0; i < 2_000; i++) {
            Column column = sparse(random, 1 + random.nextInt(40));
            LineReport report = new LineReport(
                    LINE,
                    "",
                    List.of(),
                    List.of(new Section(Stage.SEEN, "", column), new Section(Stage.CLOSED, "", column)));
            assertThat(read(report)).isEqualTo(report);
        }
    }

    @Test
    void anIrregularSetTakesNoMoreThanABitmap() {
        Column.Builder everyOther = new Column.Builder();
        for (int i = 0; i < 100_000; i += 2) {
            everyOther.add(1_000_000 + i, 0);
        }
        LineReport report = new LineReport(
                LINE,
                "",
                List.of(),
                List.of(new Section(Stage.SEEN, "", everyOther.build().get(0))));
        assertThat(ReportCodec.encode(report).length).isLessThan(2 * 8_192 + 100);
    }

    /** What a second of 1,000 events in a line takes that goes well: not one byte for each event and destination. */
    @Test
    void eventsDeliveredNearlyInOrderTakeLessThanAByteEach() {
        Random random = new Random(7);
        Column.Builder ended = new Column.Builder();
        long value = 0;
        for (int i = 0; i < 1_000; i++) {
            if (i % 4 == 0) {
                value = Fact.pack(Fact.State.ON_TIME, 0, 0, 1, 200, 3 + random.nextInt(5));
            }
            ended.add(i, value);
        }
        Column seen = Column.of(Numbers.range(0, 1_000), 29_000_000);
        LineReport report = new LineReport(
                LINE,
                "headwater-router/ab",
                List.of("success"),
                List.of(
                        new Section(Stage.SEEN, "", seen),
                        new Section(Stage.OWED, "acme/crm", Column.of(Numbers.range(0, 1_000), 0)),
                        new Section(Stage.ENDED, "acme/crm", ended.build().get(0)),
                        new Section(Stage.CLOSED, "", Column.of(Numbers.range(0, 1_000), 0))));
        assertThat(ReportCodec.encode(report).length).isLessThan(500);
    }

    @Test
    void aNumberThatComesTwiceStandsInALaterColumn() {
        Column.Builder twice = new Column.Builder();
        twice.add(5, 1);
        twice.add(4, 1);
        twice.add(5, 2);
        assertThat(twice.build()).extracting(Column::toString).containsExactly("[4-5]=1", "[5]=2");
    }

    @Test
    void factsKeepWhatTheySayAndTimesToTwoPercent() {
        Fact fact = Fact.unpack(Fact.pack(Fact.State.LATE_THEIRS, 2, 9, 17, 503, 12_345));
        assertThat(fact.state()).isEqualTo(Fact.State.LATE_THEIRS);
        assertThat(fact.stay()).isEqualTo(2);
        assertThat(fact.reason()).isEqualTo(9);
        assertThat(fact.attempts()).isEqualTo(17);
        assertThat(fact.status()).isEqualTo(503);
        assertThat(fact.millis()).isBetween(12_000, 12_345);
        assertThat(Fact.unpack(Fact.pack(Fact.State.ON_TIME, 999, 0, 5_000, 200, 63)))
                .isEqualTo(new Fact(Fact.State.ON_TIME, 255, 0, 1_023, 200, 63));
        Taking taking = Taking.unpack(Taking.pack(29_000_000, 12, Taking.State.INDETERMINATE));
        assertThat(taking).isEqualTo(new Taking(29_000_000, 12, Taking.State.INDETERMINATE));
    }

    /** Whatever stands in the topic: it is read, or refused with a sentence; nothing else happens. */
    @Test
    void garbageIsRefused() {
        Random random = new Random(42);
        byte[] good = ReportCodec.encode(new LineReport(
                LINE, "r", List.of("a"), List.of(new Section(Stage.ENDED, "acme/crm", sparse(random, 30)))));
        for (int i = 0; i < 50_000; i++) {
            byte[] bad = random.nextBoolean() ? good.clone() : new byte[random.nextInt(60)];
            for (int j = 0; j < 1 + random.nextInt(4) && bad.length > 0; j++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            byte[] cut = Arrays.copyOf(bad, random.nextInt(bad.length + 1));
            try {
                ReportCodec.decode(LINE.toString(), cut);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
        assertThatThrownBy(() -> ReportCodec.decode(LINE.toString(), new byte[] {9, 1}))
                .hasMessageContaining("version 9");
    }

    @Test
    void percentilesAreRightToSixPercent() {
        LagHistogram times = new LagHistogram();
        for (int i = 1; i <= 10_000; i++) {
            times.record(i * 100L);
        }
        assertThat((double) times.percentile(0.5)).isBetween(500_000.0, 535_000.0);
        assertThat((double) times.percentile(0.99)).isBetween(990_000.0, 1_060_000.0);
        assertThat(new LagHistogram().percentile(0.5)).isZero();
    }

    private static Report read(Report report) {
        return ReportCodec.decode(report.key(), ReportCodec.encode(report));
    }

    private static Column sparse(Random random, int values) {
        Column.Builder column = new Column.Builder();
        long number = random.nextInt(1_000_000);
        int every = 1 + random.nextInt(20);
        for (int i = 0; i < 1 + random.nextInt(400); i++) {
            number += 1 + (random.nextInt(every) == 0 ? random.nextInt(300) : 0);
            column.add(number, Fact.pack(Fact.State.ON_TIME, 0, 0, 1, 200, random.nextInt(values)));
        }
        return column.build().get(0);
    }
}

package io.headwater.router.ledger;

import io.headwater.deploy.bench.Microbenchmark;
import io.headwater.event.Line;
import io.headwater.ledger.Column;
import io.headwater.ledger.Fact;
import io.headwater.ledger.LineReport;
import io.headwater.ledger.Report;
import io.headwater.ledger.ReportCodec;
import io.headwater.ledger.Section;
import io.headwater.ledger.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What a router tells of a line in half a minute, a report a second, each event for one of some destinations; the times are an event's. */
public class LedgerKept extends Microbenchmark {
    private static final int REPORTS = 30;
    private static final int NUMBERS = 2_000;
    private static final String GROUP = "headwater-router";
    private static final long STARTED = TimeUnit.DAYS.toMillis(20_000);
    private static final int MOST_MILLIS = 40;
    private static final int OK = 200;

    @Param({"1", "50"})
    private int destinations;

    private final Line line = new Line("site", "1", "local", 3);
    private final LedgerConfig config = new LedgerConfig(
            Duration.ofSeconds(1),
            Duration.ofDays(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofMinutes(10));
    private final Random random = new Random(11);
    private final List<Report> reports = new ArrayList<>();
    private final List<byte[]> written = new ArrayList<>();

    @Setup
    public void reports() {
        for (int second = 0; second < REPORTS; second++) {
            Report report = report((long) second * NUMBERS, TimeUnit.MILLISECONDS.toMinutes(STARTED));
            reports.add(report);
            written.add(ReportCodec.encode(report));
        }
    }

    private Report report(long first, long minute) {
        Column.Builder seen = new Column.Builder();
        Column.Builder closed = new Column.Builder();
        List<Column.Builder> owed = columns();
        List<Column.Builder> ended = columns();
        for (long number = first; number < first + NUMBERS; number++) {
            int to = random.nextInt(destinations);
            seen.add(number, minute);
            closed.add(number, 0);
            owed.get(to).add(number, 0);
            ended.get(to).add(number, Fact.pack(Fact.State.ON_TIME, 0, 0, 1, OK, random.nextInt(MOST_MILLIS)));
        }
        List<Section> sections = new ArrayList<>();
        add(sections, Stage.SEEN, "", seen);
        add(sections, Stage.CLOSED, "", closed);
        for (int i = 0; i < destinations; i++) {
            add(sections, Stage.OWED, "tenant/destination" + i, owed.get(i));
            add(sections, Stage.ENDED, "tenant/destination" + i, ended.get(i));
        }
        return new LineReport(line, GROUP + "/1", List.of(""), sections);
    }

    private List<Column.Builder> columns() {
        List<Column.Builder> columns = new ArrayList<>();
        for (int i = 0; i < destinations; i++) {
            columns.add(new Column.Builder());
        }
        return columns;
    }

    private static void add(List<Section> sections, Stage stage, String about, Column.Builder column) {
        column.build().forEach(each -> sections.add(new Section(stage, about, each)));
    }

    @Benchmark
    @OperationsPerInvocation(REPORTS * NUMBERS)
    public long written() {
        long bytes = 0;
        for (Report each : reports) {
            bytes += ReportCodec.encode(each).length;
        }
        return bytes;
    }

    @Benchmark
    @OperationsPerInvocation(REPORTS * NUMBERS)
    public int read() {
        int sections = 0;
        for (byte[] each : written) {
            sections += ((LineReport) ReportCodec.decode(line.toString(), each))
                    .sections()
                    .size();
        }
        return sections;
    }

    @Benchmark
    @OperationsPerInvocation(REPORTS * NUMBERS)
    public Ledger taken() {
        Ledger ledger = new Ledger(GROUP, config);
        long at = STARTED;
        for (Report each : reports) {
            at += TimeUnit.SECONDS.toMillis(1);
            ledger.take(each, at);
        }
        return ledger;
    }
}

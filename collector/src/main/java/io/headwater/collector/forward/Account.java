package io.headwater.collector.forward;

import io.headwater.event.EventBatch;
import io.headwater.event.Line;
import io.headwater.kafka.Numbered;
import io.headwater.ledger.Column;
import io.headwater.ledger.LagHistogram;
import io.headwater.ledger.LineReport;
import io.headwater.ledger.Measured;
import io.headwater.ledger.Minute;
import io.headwater.ledger.Names;
import io.headwater.ledger.Section;
import io.headwater.ledger.Stage;
import io.headwater.ledger.Taking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a forwarder has to report to the ledger: how it ended with each event it numbered, and what it brought from the spool
 * to Kafka. Bounded: what there is no room for is not reported, and counted. Used by several threads.
 */
final class Account {
    /* 16 bytes each. Only a forwarder that can write nowhere, and so acknowledges nothing, comes near. */
    private static final int MOST = 2_000_000;

    private final LineNumbers numbers;
    private final boolean kept;
    private final Runnable unreported;
    private Map<Line, Draft> drafts = new HashMap<>();
    private LagHistogram ingest = new LagHistogram();
    private int entries;

    /** What is to be told of one line. */
    private static final class Draft {
        private final Names names = new Names();
        private final Column.Builder taken = new Column.Builder();
        private final Column.Builder drained = new Column.Builder();
        private final Column.Builder quarantined = new Column.Builder();

        LineReport report(Line line) {
            List<Section> sections = new ArrayList<>();
            add(sections, Stage.TAKEN, taken);
            add(sections, Stage.DRAINED, drained);
            add(sections, Stage.QUARANTINED, quarantined);
            return new LineReport(line, "", names.all(), sections);
        }

        private static void add(List<Section> sections, Stage stage, Column.Builder column) {
            if (!column.isEmpty()) {
                column.build().forEach(each -> sections.add(new Section(stage, "", each)));
            }
        }
    }

    /**
     * @param kept whether anything is ever reported
     * @param unreported told of each event there was no room for
     */
    Account(LineNumbers numbers, boolean kept, Runnable unreported) {
        this.numbers = numbers;
        this.kept = kept;
        this.unreported = unreported;
    }

    /**
     * The request of this batch is answered.
     *
     * @param given the numbers its events have
     * @param states how each ended, by its place in the batch
     */
    synchronized void taken(EventBatch batch, Given given, Taking.State[] states) {
        if (!kept) {
            return;
        }
        long minute = Minute.of(batch.acceptance().acceptedAt());
        String source = batch.acceptance().origin().source().toString();
        for (int i = 0; i < states.length; i++) {
            if (given.isNumbered(i) && hasRoom()) {
                Draft draft = draft(numbers.line(given.partition(i)));
                draft.taken.add(given.number(i), Taking.pack(minute, draft.names.place(source), states[i]));
            }
        }
    }

    /** So many events are durable, so long after their request was complete. */
    synchronized void durable(int events, Duration since) {
        if (kept) {
            ingest.record(TimeUnit.MICROSECONDS.convert(since), events);
        }
    }

    /** How long events took to become durable since the last time. */
    synchronized List<Measured> measured(long minute) {
        if (ingest.isEmpty()) {
            return List.of();
        }
        List<Measured> measured = List.of(new Measured(minute, "ingest", "", ingest));
        ingest = new LagHistogram();
        return measured;
    }

    /** A record of the spool is in Kafka. */
    synchronized void drained(Numbered event) {
        if (kept && hasRoom()) {
            draft(event.line()).drained.add(event.number(), 0);
        }
    }

    /** A record of the spool is in quarantine. */
    synchronized void quarantined(Numbered event) {
        if (kept && hasRoom()) {
            draft(event.line()).quarantined.add(event.number(), 0);
        }
    }

    /** What there is to report; it is then reported, and not said again. */
    synchronized List<LineReport> cut() {
        List<LineReport> reports = new ArrayList<>(drafts.size());
        drafts.forEach((line, draft) -> reports.add(draft.report(line)));
        drafts = new HashMap<>();
        entries = 0;
        return reports;
    }

    private Draft draft(Line line) {
        return drafts.computeIfAbsent(line, each -> new Draft());
    }

    private boolean hasRoom() {
        if (entries >= MOST) {
            unreported.run();
            return false;
        }
        entries++;
        return true;
    }
}

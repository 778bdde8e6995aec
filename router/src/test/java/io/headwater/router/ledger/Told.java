package io.headwater.router.ledger;

import io.headwater.event.Line;
import io.headwater.ledger.Column;
import io.headwater.ledger.EdgeReport;
import io.headwater.ledger.Fact;
import io.headwater.ledger.LineReport;
import io.headwater.ledger.Numbers;
import io.headwater.ledger.Section;
import io.headwater.ledger.Stage;
import io.headwater.ledger.Taking;
import java.util.ArrayList;
import java.util.List;

/** Reports as a forwarder and routers make them, in few words. */
final class Told {
    static final Line LINE = new Line("fra1", "k1", "eu", 0);
    static final long MINUTE = 29_000_000;
    static final long START = MINUTE * 60_000;
    static final String CRM = "acme/crm";
    static final String ROUTER = "routers/a";

    private Told() {}

    static LineReport taken(Taking.State state, long from, long to) {
        return taken(LINE, MINUTE, "acme/web", state, from, to);
    }

    static LineReport taken(Line line, long minute, String source, Taking.State state, long from, long to) {
        return new LineReport(
                line, "", List.of(source), List.of(section(Stage.TAKEN, "", from, to, Taking.pack(minute, 0, state))));
    }

    static LineReport drained(long from, long to) {
        return new LineReport(LINE, "", List.of(), List.of(section(Stage.DRAINED, "", from, to, 0)));
    }

    /** A router's report, section by section. */
    static LineReport by(String reporter, Section... sections) {
        return new LineReport(LINE, reporter, List.of("success"), List.of(sections));
    }

    static LineReport router(Section... sections) {
        return by(ROUTER, sections);
    }

    static Section seen(long from, long to) {
        return section(Stage.SEEN, "", from, to, MINUTE);
    }

    static Section unrouted(long from, long to) {
        return section(Stage.UNROUTED, "", from, to, 0);
    }

    static Section owed(long from, long to) {
        return section(Stage.OWED, CRM, from, to, 0);
    }

    /** Owed to a destination that reads for itself. */
    static Section awaited(long from, long to) {
        return section(Stage.OWED, CRM, from, to, 1);
    }

    static Section ended(Fact.State state, long from, long to) {
        return ended(state, 0, from, to);
    }

    static Section ended(Fact.State state, int stay, long from, long to) {
        return section(Stage.ENDED, CRM, from, to, Fact.pack(state, stay, 0, 1, 200, 5));
    }

    static Section closed(long from, long to) {
        return section(Stage.CLOSED, "", from, to, 0);
    }

    static Section closedForCrm(int stay, long from, long to) {
        return section(Stage.CLOSED, CRM, from, to, stay);
    }

    static Section section(Stage stage, String about, long from, long to, long value) {
        return new Section(stage, about, Column.of(Numbers.range(from, to), value));
    }

    static EdgeReport sign(long given, long undrained, boolean last, long atMillis) {
        return sign("k1", given, undrained, last, atMillis);
    }

    static EdgeReport sign(String incarnation, long given, long undrained, boolean last, long atMillis) {
        return new EdgeReport("fra1", incarnation, "eu", List.of(given), undrained, last, atMillis * 1_000, List.of());
    }

    /** Everything of these numbers that goes well. */
    static List<LineReport> delivered(long from, long to) {
        List<LineReport> reports = new ArrayList<>();
        reports.add(taken(Taking.State.ACKNOWLEDGED, from, to));
        reports.add(router(seen(from, to), owed(from, to), ended(Fact.State.ON_TIME, from, to), closed(from, to)));
        return reports;
    }
}

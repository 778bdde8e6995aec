package io.headwater.router.account;

import io.headwater.event.Line;
import io.headwater.ledger.Column;
import io.headwater.ledger.Fact;
import io.headwater.ledger.LineReport;
import io.headwater.ledger.Names;
import io.headwater.ledger.Section;
import io.headwater.ledger.Stage;
import io.headwater.router.deliver.DestinationId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report on one line, being made. */
final class LineDraft {
    private final Names names = new Names();
    private final Stages all = new Stages();
    private final Map<DestinationId, Stages> destinations = new LinkedHashMap<>(4);

    /** What is told of one destination, or of all, by stage. */
    static final class Stages {
        private final Map<Stage, Column.Builder> columns = new EnumMap<>(Stage.class);

        void add(Stage stage, long number, long value) {
            Column.Builder column = columns.get(stage);
            if (column == null) {
                column = new Column.Builder();
                columns.put(stage, column);
            }
            column.add(number, value);
        }

        private void into(List<Section> sections, String about) {
            columns.forEach(
                    (stage, column) -> column.build().forEach(each -> sections.add(new Section(stage, about, each))));
        }
    }

    void all(Stage stage, long number, long value) {
        all.add(stage, number, value);
    }

    Stages of(DestinationId destination) {
        Stages stages = destinations.get(destination);
        if (stages == null) {
            stages = new Stages();
            destinations.put(destination, stages);
        }
        return stages;
    }

    long fact(Fact.State state, int stay, Tried tried) {
        return Fact.pack(state, stay, names.place(tried.reason()), tried.attempts(), tried.status(), tried.millis());
    }

    LineReport report(Line line, String reporter) {
        List<Section> sections = new ArrayList<>();
        all.into(sections, "");
        destinations.forEach((destination, stages) -> stages.into(sections, destination.toString()));
        return new LineReport(line, reporter, names.all(), sections);
    }
}

package io.headwater.deploy.bench;

import io.headwater.event.Line;
import io.headwater.kafka.ReportRecords;
import io.headwater.ledger.Column;
import io.headwater.ledger.LineReport;
import io.headwater.ledger.Minute;
import io.headwater.ledger.Names;
import io.headwater.ledger.Section;
import io.headwater.ledger.Stage;
import io.headwater.ledger.Taking;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The numbers of events that nobody forwarded, given as a forwarder gives them, and what it would report of them. */
final class Numbering {
    private final List<Drawn> partitions = new ArrayList<>();

    /** One partition's line. */
    private static final class Drawn {
        private final Line line;
        private long next;
        private Names names = new Names();
        private Column.Builder taken = new Column.Builder();

        Drawn(Line line) {
            this.line = line;
        }
    }

    Numbering(int partitions) {
        for (int i = 0; i < partitions; i++) {
            this.partitions.add(new Drawn(new Line("bench", "preload", "local", i)));
        }
    }

    Line line(int partition) {
        return partitions.get(partition).line;
    }

    /** The number of an event that was acknowledged at that time. */
    long next(int partition, String source, Instant acceptedAt) {
        Drawn drawn = partitions.get(partition);
        drawn.taken.add(
                drawn.next, Taking.pack(Minute.of(acceptedAt), drawn.names.place(source), Taking.State.ACKNOWLEDGED));
        return drawn.next++;
    }

    /** What the ledger is told of them, once. */
    List<ProducerRecord<byte[], byte[]>> reports() {
        List<ProducerRecord<byte[], byte[]>> reports = new ArrayList<>();
        for (Drawn each : partitions) {
            if (!each.taken.isEmpty()) {
                List<Section> sections = each.taken.build().stream()
                        .map(column -> new Section(Stage.TAKEN, "", column))
                        .toList();
                reports.add(ReportRecords.encode(new LineReport(each.line, "", each.names.all(), sections)));
                each.names = new Names();
                each.taken = new Column.Builder();
            }
        }
        return reports;
    }
}

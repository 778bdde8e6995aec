package io.headwater.deploy.testkit;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What one sink accepted, in a file: written before the sender is answered. */
public final class SinkJournal implements AutoCloseable {
    private final JournalFile file;

    private SinkJournal(JournalFile file) {
        this.file = file;
    }

    /** Starts or continues a journal. */
    public static SinkJournal append(Path file) {
        return new SinkJournal(JournalFile.append(file));
    }

    /** What a journal holds, whole lines only. */
    public static List<Receipt> read(Path file) {
        return JournalFile.read(file).stream()
                .map(line -> new Receipt(line.getOrDefault("id", ""), line.getOrDefault("sha256", "")))
                .toList();
    }

    void accepted(List<ReceivedEvent> events, String webhookId, Instant at) {
        file.append(events.stream()
                .map(event -> Map.of(
                        "id", event.id(), "sha256", event.sha256(), "webhookId", webhookId, "time", at.toString()))
                .toList());
    }

    @Override
    public void close() {
        file.close();
    }
}

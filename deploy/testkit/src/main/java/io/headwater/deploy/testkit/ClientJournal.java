package io.headwater.deploy.testkit;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one client sent and what was acknowledged to it, in a file; each line is written before the call returns. */
public final class ClientJournal implements AutoCloseable {
    private final JournalFile file;

    private ClientJournal(JournalFile file) {
        this.file = file;
    }

    /** Starts or continues a journal. */
    public static ClientJournal append(Path file) {
        return new ClientJournal(JournalFile.append(file));
    }

    /** What the given journals hold together, whole lines only. */
    public static ClientAccount read(Path... files) {
        ClientAccount account = new ClientAccount();
        for (Path file : files) {
            JournalFile.read(file).forEach(line -> take(line, account));
        }
        return account;
    }

    /** What was sent until now by one journal, and what had been acknowledged when another, older copy was made. */
    public static ClientAccount readAsOf(Path acknowledged, Path sent) {
        ClientAccount account = new ClientAccount();
        JournalFile.read(sent).stream().filter(line -> line.containsKey("sent")).forEach(line -> take(line, account));
        JournalFile.read(acknowledged).stream()
                .filter(line -> line.containsKey("acked"))
                .forEach(line -> take(line, account));
        return account;
    }

    /** When each event was first sent. */
    public static Map<Receipt, Instant> firstSent(Path file) {
        Map<Receipt, Instant> times = new HashMap<>();
        for (Map<String, String> line : JournalFile.read(file)) {
            if (line.containsKey("sent")) {
                times.putIfAbsent(
                        new Receipt(line.getOrDefault("sent", ""), line.getOrDefault("sha256", "")),
                        Instant.parse(line.getOrDefault("time", "")));
            }
        }
        return times;
    }

    /** To be called before an event goes out. */
    public Receipt sent(String id, byte[] data) {
        Receipt event = new Receipt(id, Sha256.of(data));
        sent(List.of(event));
        return event;
    }

    public void sent(List<Receipt> events) {
        String now = Instant.now().toString();
        file.append(events.stream()
                .map(event -> Map.of("sent", event.id(), "sha256", event.sha256(), "time", now))
                .toList());
    }

    /** To be called once a 2xx for these events has arrived. */
    public void acked(List<Receipt> events) {
        file.append(events.stream()
                .map(event -> Map.of("acked", event.id(), "sha256", event.sha256()))
                .toList());
    }

    public void acked(Receipt event) {
        acked(List.of(event));
    }

    /** Acknowledges everything sent so far under the id, whatever its data. */
    public void acked(String id) {
        file.append(List.of(Map.of("acked", id)));
    }

    @Override
    public void close() {
        file.close();
    }

    private static void take(Map<String, String> line, ClientAccount account) {
        String sha256 = line.getOrDefault("sha256", "");
        if (line.containsKey("sent")) {
            account.sent(new Receipt(line.getOrDefault("sent", ""), sha256));
        } else if (sha256.isEmpty()) {
            account.acked(line.getOrDefault("acked", ""));
        } else {
            account.acked(new Receipt(line.getOrDefault("acked", ""), sha256));
        }
    }
}

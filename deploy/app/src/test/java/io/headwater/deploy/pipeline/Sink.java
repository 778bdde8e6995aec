package io.headwater.deploy.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.deploy.testkit.Receipt;
import io.headwater.deploy.testkit.SinkJournal;
import io.headwater.deploy.testkit.WebhookSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A customer's webhook in a process of its own, the destination of one format; its journal outlives every other process. */
public final class Sink implements AutoCloseable {
    public static final String SECRET = "whsec_ZW5kLXRvLWVuZC1lbmQtdG8tZW5kLWVuZC10by1lbmQ=";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String format;
    private final Path journal;
    private final Part process;

    public Sink(String format, Path folder) {
        this.format = format;
        this.journal = folder.resolve(format + ".journal");
        this.process = new Part(
                        "sink-" + format,
                        folder,
                        () -> Distribution.test(WebhookSink.class, "--secret", SECRET, "--journal", journal.toString()))
                .start();
    }

    /** The name of the destination, too. */
    public String format() {
        return format;
    }

    public int port() {
        return process.port("listening on");
    }

    /** What leads to it. */
    public Conf.Destination destination(String name) {
        return new Conf.Destination(name, format, "http://127.0.0.1:" + port() + "/hook");
    }

    /** What was received so far, in order, repeats included. */
    public List<Receipt> received() {
        return Files.exists(journal) ? SinkJournal.read(journal) : List.of();
    }

    /** How many events were received so far, repeats included. */
    public int count() {
        try (Stream<String> lines = Files.exists(journal) ? Files.lines(journal) : Stream.empty()) {
            return (int) lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When each event was first received. */
    public Map<Receipt, Instant> firstReceived() {
        Map<Receipt, Instant> times = new HashMap<>();
        try (Stream<String> lines = Files.lines(journal)) {
            lines.map(Sink::line)
                    .forEach(line -> times.putIfAbsent(
                            new Receipt(
                                    line.path("id").asText(),
                                    line.path("sha256").asText()),
                            Instant.parse(line.path("time").asText())));
            return times;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode line(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}

package io.headwater.deploy.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.collector.spool.SpoolInspection.Fault;
import io.headwater.collector.spool.SpoolInspection.Finding;
import io.headwater.collector.spool.SpoolInspection.Held;
import io.headwater.collector.spool.SpoolInspection.Overview;
import io.headwater.collector.spool.Spooled;
import io.headwater.deploy.process.Table;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** What {@code headwater spool} prints, for people and for programs. */
public final class SpoolTexts {
    private SpoolTexts() {}

    public static List<String> lines(Overview overview) {
        Table table = new Table("segment", "first", "records", "bytes", "state");
        for (Held held : overview.segments()) {
            table.row(held.file(), text(held.first()), text(held.records()), text(held.bytes()), state(held));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add("position    "
                + (overview.drained().isPresent() ? text(overview.drained().getAsLong()) : "missing or damaged"));
        lines.add("to drain    " + overview.undrained() + " records");
        lines.add("quarantine  " + overview.quarantined() + " files");
        return lines;
    }

    public static List<String> json(Overview overview) {
        JsonArray segments = new JsonArray();
        for (Held held : overview.segments()) {
            segments.add(new JsonObject()
                    .put("file", held.file())
                    .put("first", held.first())
                    .put("records", held.records())
                    .put("bytes", held.bytes())
                    .put("state", state(held)));
        }
        return List.of(new JsonObject()
                .put(
                        "position",
                        overview.drained().isPresent() ? overview.drained().getAsLong() : null)
                .put("undrained", overview.undrained())
                .put("quarantined", overview.quarantined())
                .put("segments", segments)
                .encode());
    }

    public static List<String> lines(List<Finding> findings) {
        if (findings.isEmpty()) {
            return List.of("every batch is intact");
        }
        Table table = new Table("segment", "what", "bytes", "first", "records");
        for (Finding finding : findings) {
            boolean torn = finding.fault() == Fault.TORN;
            table.row(
                    finding.file(),
                    torn ? "an unfinished write: the next start cuts it off" : "corrupt",
                    finding.from() + "–" + finding.to(),
                    text(finding.first()),
                    torn ? "" : text(finding.records()));
        }
        return table.lines();
    }

    public static List<String> json(List<Finding> findings) {
        JsonArray all = new JsonArray();
        for (Finding finding : findings) {
            all.add(new JsonObject()
                    .put("file", finding.file())
                    .put("fault", finding.fault().name().toLowerCase(Locale.ROOT))
                    .put("from", finding.from())
                    .put("to", finding.to())
                    .put("first", finding.first())
                    .put("records", finding.records()));
        }
        return List.of(new JsonObject().put("findings", all).encode());
    }

    public static List<String> lines(List<Spooled> records, boolean data) {
        List<String> headings = new ArrayList<>(
                List.of("number", "topic", "partition", "line", "seq", "id", "source", "accepted at", "size"));
        if (data) {
            headings.add("data");
        }
        Table table = new Table(headings.toArray(String[]::new));
        for (Spooled spooled : records) {
            ProducerRecord<byte[], byte[]> record = spooled.record();
            List<String> cells = new ArrayList<>(List.of(
                    text(spooled.number()),
                    record.topic(),
                    record.partition() == null ? "any" : text(record.partition()),
                    header(record, "ce_edge"),
                    header(record, "ce_seq"),
                    header(record, "ce_id"),
                    header(record, "ce_source"),
                    header(record, "ce_acceptedat"),
                    text(size(record))));
            if (data) {
                cells.add(text(record.value()).orElseGet(() -> base64(record.value())));
            }
            table.row(cells.stream().map(SpoolTexts::printable).toArray(String[]::new));
        }
        return table.lines();
    }

    public static List<String> json(List<Spooled> records, boolean data) {
        return records.stream().map(spooled -> json(spooled, data).encode()).toList();
    }

    private static JsonObject json(Spooled spooled, boolean data) {
        ProducerRecord<byte[], byte[]> record = spooled.record();
        JsonObject json = new JsonObject()
                .put("number", spooled.number())
                .put("topic", record.topic())
                .put("partition", record.partition())
                .put("line", header(record, "ce_edge"))
                .put("seq", header(record, "ce_seq"))
                .put("id", header(record, "ce_id"))
                .put("source", header(record, "ce_source"))
                .put("acceptedat", header(record, "ce_acceptedat"))
                .put("size", size(record));
        if (data) {
            Optional<String> text = text(record.value());
            json.put(text.isPresent() ? "data" : "data_base64", text.orElseGet(() -> base64(record.value())));
        }
        return json;
    }

    private static String state(Held held) {
        return held.state().name().toLowerCase(Locale.ROOT);
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
    }

    private static int size(ProducerRecord<byte[], byte[]> record) {
        return record.value() == null ? 0 : record.value().length;
    }

    /** Bytes as text, where they are UTF-8. */
    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes == null ? new byte[0] : bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty(); // shown as Base64
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String text(long number) {
        return Long.toString(number);
    }

    /* What comes from clients must not move the cursor of whoever looks at it. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}

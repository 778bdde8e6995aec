package io.headwater.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.event.Line;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Which event a record is, by its line and number there; told without reading the rest. */
public record Numbered(Line line, long number) {

    /** Empty where the headers name no line or no number. */
    public static Optional<Numbered> of(Headers headers) {
        Header line = headers.lastHeader(EventRecords.EDGE);
        Header number = headers.lastHeader(EventRecords.SEQ);
        if (line == null || number == null || line.value() == null || number.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Numbered(
                    EventRecords.line(new String(line.value(), UTF_8)),
                    Long.parseLong(new String(number.value(), UTF_8))));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no event of ours, and nothing the ledger knows of
        }
    }
}

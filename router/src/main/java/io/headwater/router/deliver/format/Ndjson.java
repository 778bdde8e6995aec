package io.headwater.router.deliver.format;

import io.headwater.event.Event;
import io.headwater.event.LoggedEvent;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/**
 * The data alone, one event a line. JSON may hold line breaks between its tokens; such data would fall apart here, and
 * taking them out would change it, so this format refuses it.
 */
final class Ndjson implements Format {

    @Override
    public Optional<String> refusal(Event event) {
        Optional<String> notJson = JsonArray.notJson(event, "ndjson");
        boolean broken = notJson.isEmpty() && LineBreaks.standIn(event.data().bytes());
        return broken
                ? Optional.of("its data spans several lines, which format ndjson cannot carry unchanged")
                : notJson;
    }

    @Override
    public Buffer write(List<LoggedEvent> events, MultiMap headers) {
        headers.set("content-type", "application/x-ndjson");
        Buffer body = Buffer.buffer(size(events));
        for (LoggedEvent event : events) {
            body.appendBytes(event.event().data().bytes()).appendByte((byte) '\n');
        }
        return body;
    }

    /** Bytes of data, and one more for each event. */
    static int size(List<LoggedEvent> events) {
        int size = 0;
        for (LoggedEvent event : events) {
            size += event.event().data().length() + 1;
        }
        return size;
    }
}

package io.headwater.router.deliver.format;

import io.headwater.event.Event;
import io.headwater.event.LoggedEvent;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** The data alone, in a JSON array. */
final class JsonArray implements Format {

    @Override
    public Optional<String> refusal(Event event) {
        return notJson(event, "json-array");
    }

    @Override
    public Buffer write(List<LoggedEvent> events, MultiMap headers) {
        headers.set("content-type", "application/json");
        Buffer body = Buffer.buffer(2 + Ndjson.size(events));
        body.appendByte((byte) '[');
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                body.appendByte((byte) ',');
            }
            body.appendBytes(events.get(i).event().data().bytes());
        }
        return body.appendByte((byte) ']');
    }

    static Optional<String> notJson(Event event, String format) {
        if (event.data().length() == 0) {
            return Optional.of("it has no data, which format " + format + " cannot carry");
        }
        return MediaType.isJson(event.contentType())
                ? Optional.empty()
                : Optional.of("its data is not JSON, which format " + format + " cannot carry");
    }
}

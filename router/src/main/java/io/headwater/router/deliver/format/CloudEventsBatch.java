package io.headwater.router.deliver.format;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.headwater.event.Event;
import io.headwater.event.EventData;
import io.headwater.event.LoggedEvent;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A JSON array of CloudEvents (CloudEvents JSON format, section 4): JSON data as it is, other data in base64. */
final class CloudEventsBatch implements Format {
    private static final JsonStringEncoder JSON = JsonStringEncoder.getInstance();
    private static final int ENVELOPE = 512;

    @Override
    public Optional<String> refusal(Event event) {
        return Optional.empty();
    }

    @Override
    public Buffer write(List<LoggedEvent> events, MultiMap headers) {
        headers.set("content-type", "application/cloudevents-batch+json");
        int size = 2;
        for (LoggedEvent event : events) {
            size += ENVELOPE + event.event().data().length();
        }
        Buffer body = Buffer.buffer(size);
        body.appendByte((byte) '[');
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                body.appendByte((byte) ',');
            }
            append(body, events.get(i));
        }
        return body.appendByte((byte) ']');
    }

    private static void append(Buffer body, LoggedEvent logged) {
        Event event = logged.event();
        body.appendByte((byte) '{');
        Attributes.of(logged, (name, value) -> {
            appendMember(body, name, value);
            body.appendByte((byte) ',');
        });
        appendMember(body, "datacontenttype", event.contentType());
        EventData data = event.data();
        if (data.length() > 0) {
            appendData(body, data.bytes(), MediaType.isJson(event.contentType()));
        }
        body.appendByte((byte) '}');
    }

    private static void appendData(Buffer body, byte[] data, boolean json) {
        if (json) {
            body.appendBytes(",\"data\":".getBytes(US_ASCII)).appendBytes(data);
        } else {
            body.appendBytes(",\"data_base64\":\"".getBytes(US_ASCII))
                    .appendBytes(Base64.getEncoder().encode(data))
                    .appendByte((byte) '"');
        }
    }

    private static void appendMember(Buffer body, String name, String value) {
        body.appendByte((byte) '"')
                .appendString(name)
                .appendByte((byte) '"')
                .appendByte((byte) ':')
                .appendByte((byte) '"')
                .appendBytes(JSON.quoteAsUTF8(value))
                .appendByte((byte) '"');
    }
}

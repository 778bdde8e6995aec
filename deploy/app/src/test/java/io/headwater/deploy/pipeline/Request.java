package io.headwater.deploy.pipeline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.headwater.deploy.testkit.Capture;
import io.headwater.deploy.testkit.Receipt;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * One HTTP request and the events it carries.
 *
 * @param bytes head and body, exactly as they are sent
 */
@SuppressWarnings("ArrayRecordComponent") // Raw bytes are the point; nothing compares whole requests.
public record Request(byte[] bytes, List<Receipt> events) {
    public Request {
        events = List.copyOf(events);
    }

    /** One event alone. */
    public static Request single(byte[] event) {
        return single(Conf.PLAYERS, event);
    }

    /** The same from another source. */
    public static Request single(Conf.Source source, byte[] event) {
        return of(source, "application/json", List.of(event), event);
    }

    public static Request array(List<byte[]> events) {
        return of(Conf.PLAYERS, "application/json", events, joined("[\n ", events, " ,\n ", "\n]"));
    }

    public static Request ndjson(List<byte[]> events) {
        return of(Conf.PLAYERS, "application/x-ndjson", events, joined("", events, "\n", "\n"));
    }

    /** As an SDK made it, to the byte but for the port, which the capture does not tell; compressed or not. */
    public static Request of(Capture capture, int port, List<Receipt> events) {
        StringBuilder head = new StringBuilder(capture.method() + " " + capture.path() + " HTTP/1.1\r\n");
        capture.headers()
                .forEach(header -> head.append(header.getKey())
                        .append(": ")
                        .append(header.getValue().replace("PORT", String.valueOf(port)))
                        .append("\r\n"));
        return new Request(message(head, capture.body()), events);
    }

    private static Request of(Conf.Source source, String contentType, List<byte[]> events, byte[] body) {
        StringBuilder head = new StringBuilder("POST /v1/events HTTP/1.1\r\nHost: localhost\r\n")
                .append("Authorization: Bearer " + source.key() + "\r\n")
                .append("Content-Type: " + contentType + "\r\n")
                .append("Content-Length: " + body.length + "\r\n");
        List<Receipt> receipts = new ArrayList<>();
        events.forEach(event -> receipts.add(RawEvents.nativeEvent(event)));
        return new Request(message(head, body), receipts);
    }

    private static byte[] message(StringBuilder head, byte[] body) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
        message.writeBytes(body);
        return message.toByteArray();
    }

    private static byte[] joined(String before, List<byte[]> parts, String between, String after) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(before.getBytes(ISO_8859_1));
        for (int i = 0; i < parts.size(); i++) {
            all.writeBytes(i == 0 ? new byte[0] : between.getBytes(ISO_8859_1));
            all.writeBytes(parts.get(i));
        }
        all.writeBytes(after.getBytes(ISO_8859_1));
        return all.toByteArray();
    }
}

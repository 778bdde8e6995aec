package io.headwater.collector.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.config.Size;
import io.headwater.deploy.testkit.Capture;
import io.headwater.event.Event;
import io.headwater.event.UuidV7;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;

/** Requests as a dialect is given them: made up, or captured of an SDK. */
public final class Requests {
    /** When every request was complete. */
    public static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");

    public static final Limits LIMITS = new Limits(
            Size.parse("5MiB"),
            Size.parse("20MiB"),
            10_000,
            Size.parse("512KiB"),
            Size.parse("16KiB"),
            Size.parse("1KiB"),
            100);

    private Requests() {}

    public static EventCheck check() {
        return new EventCheck(LIMITS, new UuidV7(Clock.systemUTC()));
    }

    /** A request with a body; headers are names and values in turn. */
    public static Request post(String target, String body, String... headers) {
        return of("POST", target, body.getBytes(UTF_8), headers);
    }

    public static Request post(String target, byte[] body, String... headers) {
        return of("POST", target, body, headers);
    }

    public static Request get(String target, String... headers) {
        return of("GET", target, new byte[0], headers);
    }

    /** The request of a capture, decompressed. */
    public static Request of(Capture capture) {
        return request(capture.method(), capture.path(), inflated(capture.body()), capture.headers());
    }

    /** The same request with another query and body. */
    public static Request like(Request request, String query, byte[] body) {
        TestHead head = (TestHead) request.head();
        return new Request(new TestHead(head.method(), head.path(), query, head.all()), "", body, AT);
    }

    private static Request of(String method, String target, byte[] body, String... headers) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(Map.entry(headers[i], headers[i + 1]));
        }
        return request(method, target, body, all);
    }

    private static Request request(String method, String target, byte[] body, List<Map.Entry<String, String>> headers) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        return new Request(
                new TestHead(method, path, mark < 0 ? "" : target.substring(mark + 1), List.copyOf(headers)),
                "",
                body,
                AT);
    }

    private static byte[] inflated(byte[] body) {
        if (body.length < 2 || body[0] != (byte) 0x1f || body[1] != (byte) 0x8b) {
            return body;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The data of an event. */
    public static String text(Event event) {
        return new String(event.data().bytes(), UTF_8);
    }

    /** The body of an answer. */
    public static String text(Reply reply) {
        return new String(reply.body(), UTF_8);
    }

    private record TestHead(String method, String path, String query, List<Map.Entry<String, String>> all)
            implements Head {

        @Override
        public String header(String name) {
            return all.stream()
                    .filter(each -> each.getKey().equalsIgnoreCase(name))
                    .map(each -> each.getValue().strip())
                    .findFirst()
                    .orElse("");
        }

        @Override
        public void headers(BiConsumer<String, String> each) {
            all.forEach(one -> each.accept(one.getKey(), one.getValue()));
        }
    }
}

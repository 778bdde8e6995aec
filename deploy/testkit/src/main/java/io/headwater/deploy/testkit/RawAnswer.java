package io.headwater.deploy.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What came back over a raw connection: a response, a closed connection without a whole one, or nothing in time. */
@SuppressWarnings("ArrayRecordComponent") // Raw bytes are the point; nothing compares whole answers.
public sealed interface RawAnswer {

    /** A whole response; header names are found in any case. */
    record Response(int status, Map<String, List<String>> headers, byte[] body) implements RawAnswer {
        public Response {
            Map<String, List<String>> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            anyCase.putAll(headers);
            headers = anyCase;
        }

        public Optional<String> header(String name) {
            return headers.getOrDefault(name, List.of()).stream().findFirst();
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** The connection was closed or reset before a whole response; what had come until then. */
    record Closed(byte[] received) implements RawAnswer {}

    /** The deadline passed before a whole response; what had come until then. */
    record Silent(byte[] received) implements RawAnswer {}

    /** The response, or a failure that says what came instead. */
    default Response response() {
        if (this instanceof Response response) {
            return response;
        }
        byte[] received = this instanceof Closed closed ? closed.received() : ((Silent) this).received();
        throw new AssertionError((this instanceof Closed ? "closed" : "silent") + " without a whole response, after "
                + received.length + " bytes: " + new String(received, StandardCharsets.ISO_8859_1));
    }
}

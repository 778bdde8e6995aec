package io.headwater.collector.paths;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Head;
import java.util.List;
import java.util.Optional;

/**
 * How dialects that share a path are told apart: by what is in the request, in this one place. The first tell that fits
 * and whose dialect answers at the path decides; where none fits, it is the first dialect listed there.
 *
 * <pre>
 *   path          segment  rudderstack  cloudevents  cmcd  reporting  mux  posthog  amplitude
 *   /                                   x            x     x          x
 *   /batch[/]     x                                                        x        x
 *   /v1/batch     x        x
 *   /v1/track …   x        x
 * </pre>
 */
public final class Tells {
    /* What tells stands early; the rest of a large body is not looked at. */
    private static final int LOOK_AT = 64 * 1024;

    private static final List<Tell> ALL = List.of(
            new Tell("cloudevents", (head, body) -> head.contentType().startsWith("application/cloudevents")),
            new Tell(
                    "cloudevents",
                    (head, body) -> !head.header("ce-specversion").isEmpty()),
            new Tell("cloudevents", (head, body) -> !head.header("ce-id").isEmpty()),
            new Tell("cmcd", (head, body) -> head.contentType().equals("application/cmcd")),
            new Tell("reporting", (head, body) -> head.contentType().equals("application/reports+json")),
            new Tell("reporting", (head, body) -> head.contentType().equals("application/csp-report")),
            new Tell("mux", (head, body) -> body.has("\"transmission_timestamp\"") && body.has("\"events\"")),
            new Tell("rudderstack", (head, body) -> !head.header("AnonymousId").isEmpty()),
            new Tell("rudderstack", (head, body) -> body.has("\"originalTimestamp\"")),
            new Tell("amplitude", (head, body) -> body.has("\"api_key\"") && body.has("\"event_type\"")),
            new Tell("posthog", (head, body) -> body.has("\"api_key\"")),
            new Tell("posthog", (head, body) -> body.has("\"token\"") && body.has("\"distinct_id\"")));

    private Tells() {}

    /** One sign of one dialect. */
    private record Tell(String dialect, Sign sign) {}

    private interface Sign {
        boolean fits(Head head, Start body);
    }

    /** The dialect of a request at {@code place}; {@code fixed} is the one its source is fixed to, if it is. */
    public static Dialect dialect(Place place, String fixed, Head head, byte[] body) {
        if (!place.isShared()) {
            return place.first();
        }
        Optional<Dialect> own = named(place, fixed);
        if (own.isPresent()) {
            return own.get();
        }
        Start start = new Start(body);
        for (Tell tell : ALL) {
            Optional<Dialect> told = named(place, tell.dialect());
            if (told.isPresent() && tell.sign().fits(head, start)) {
                return told.get();
            }
        }
        return place.first();
    }

    private static Optional<Dialect> named(Place place, String name) {
        for (Dialect each : place.dialects()) {
            if (each.name().equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** The beginning of a body, decompressed. */
    private static final class Start {
        private final byte[] bytes;
        private final int length;

        Start(byte[] bytes) {
            this.bytes = bytes;
            this.length = Math.min(bytes.length, LOOK_AT);
        }

        boolean has(String text) {
            byte[] wanted = text.getBytes(US_ASCII);
            for (int i = 0; i + wanted.length <= length; i++) {
                if (bytes[i] == wanted[0] && isAt(i, wanted)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isAt(int from, byte[] wanted) {
            for (int i = 1; i < wanted.length; i++) {
                if (bytes[from + i] != wanted[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}

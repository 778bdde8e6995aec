package io.headwater.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Head;
import io.headwater.collector.dialect.Limits;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.paths.Dialects;
import io.headwater.collector.paths.Paths;
import io.headwater.collector.paths.Place;
import io.headwater.config.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the bench sends must be what its dialect reads, all of it, or its figures are of something else. */
class WireTest {
    private static final Limits LIMITS = new Limits(
            new Size(1 << 20), new Size(1 << 20), 1_000, new Size(1 << 20), new Size(1 << 10), new Size(1 << 10), 64);

    private final Paths paths = new Paths(Dialects.all(LIMITS, Clock.systemUTC()));

    static Stream<Wire> all() {
        return Stream.concat(Stream.of(Wire.NATIVE), Wire.OTHERS.stream());
    }

    @ParameterizedTest
    @MethodSource("all")
    void sendsEventsThatItsDialectReads(Wire wire) throws Malformed {
        Place place = paths.at("POST", new Sent(wire).path()).orElseThrow();
        Dialect dialect = place.dialects().stream()
                .filter(each -> each.name().equals(wire.name().split(" ", -1)[0]))
                .findFirst()
                .orElseThrow();

        Decoded decoded = dialect.decode(new Request(new Sent(wire), place.variable(), body(wire), Instant.now()));

        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.events()).hasSize(100);
        assertThat(decoded.events())
                .allSatisfy(event -> assertThat(event.partitionKey()).isNotEmpty());
    }

    @Test
    void everyDialectIsThere() {
        assertThat(all().map(wire -> wire.name().split(" ", -1)[0]))
                .containsAll(Dialects.all(LIMITS, Clock.systemUTC()).stream()
                        .map(Dialect::name)
                        .toList());
    }

    private static byte[] body(Wire wire) {
        return wire.body().of("id", 1, 100);
    }

    /** The request's head as {@code wire} writes it. */
    private record Sent(Wire wire) implements Head {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return wire.path().split("\\?", -1)[0];
        }

        @Override
        public String query() {
            return wire.path().contains("?") ? wire.path().split("\\?", -1)[1] : "";
        }

        @Override
        public String header(String name) {
            return wire.headers()
                    .lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        @Override
        public void headers(BiConsumer<String, String> each) {
            wire.headers().lines().forEach(line -> each.accept(line.split(": ", -1)[0], line.split(": ", -1)[1]));
        }
    }
}

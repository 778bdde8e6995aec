package io.headwater.collector.paths;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Requests;
import io.headwater.deploy.testkit.Capture;
import io.headwater.deploy.testkit.Captures;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Captured requests, and samples of what was not captured, with bytes flipped, cut out, doubled, swapped with those of other captures: whatever comes of it, a
 * dialect reads it or says that it cannot, and answers. {@code -Dfuzz.rounds} for more.
 */
class MutatedRequestsTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 20);
    private static final long SEED = Long.getLong("fuzz.seed", 20261124L);
    private static final String[] AWKWARD = {
        "null",
        "[]",
        "{}",
        "-1",
        "1e999",
        "99999999999999999999",
        "\"\"",
        "\\ud800",
        "\u0000",
        "%",
        "%zz",
        ",",
        "\"",
        "="
    };

    private static final List<Capture> ALL = Captures.all();

    private final List<Dialect> dialects = Dialects.all(Requests.LIMITS, Clock.systemUTC());
    private final Paths paths = new Paths(dialects);

    static Stream<Arguments> requests() {
        Stream<Arguments> captured = ALL.stream()
                .filter(each -> !each.method().equals("OPTIONS"))
                .map(each -> Arguments.of(each.name(), Requests.of(each)));
        Stream<Arguments> samples =
                SampleRequests.all().entrySet().stream().map(each -> Arguments.of(each.getKey(), each.getValue()));
        return Stream.concat(captured, samples);
    }

    @ParameterizedTest
    @MethodSource("requests")
    @Timeout(60)
    void areReadOrRefused(String name, Request sent) {
        Random random = new Random(SEED ^ name.hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            Request request = mutated(sent, random);
            Optional<Place> place =
                    paths.at(request.head().method(), request.head().path());
            if (place.isPresent() && place.get().endpoint().takesEvents()) {
                read(Tells.dialect(place.get(), "any", request.head(), request.bytes()), request, name, round);
            }
            read(dialects.get(random.nextInt(dialects.size())), request, name, round);
        }
    }

    /** What is mutated must be something that was read before, in every dialect. */
    @Test
    void thereAreRequestsOfEveryDialect() throws Malformed {
        Set<String> read = new TreeSet<>();
        for (Arguments each : requests().toList()) {
            Request request = (Request) each.get()[1];
            Optional<Place> place =
                    paths.at(request.head().method(), request.head().path());
            if (place.isPresent() && place.get().endpoint().takesEvents()) {
                Dialect dialect = Tells.dialect(place.get(), "any", request.head(), request.bytes());
                Decoded decoded = dialect.decode(request);
                assertThat(decoded.events()).as(each.get()[0].toString()).isNotEmpty();
                read.add(dialect.name());
            }
        }
        assertThat(read)
                .containsExactlyInAnyOrderElementsOf(
                        dialects.stream().map(Dialect::name).toList());
    }

    private static void read(Dialect dialect, Request request, String name, int round) {
        try {
            Decoded decoded = dialect.decode(request);
            assertThat(dialect.accepted(request, decoded).status()).isBetween(200, 299);
            assertThat(decoded.events()).allSatisfy(event -> {
                assertThat(event.id()).isNotEmpty();
                assertThat(event.type()).isNotEmpty();
                assertThat(event.partitionKey()).isNotEmpty();
            });
            dialect.key(request.head());
        } catch (Malformed e) {
            assertThat(e.sentence()).isNotEmpty();
            assertThat(dialect.refused(request.head(), dialect.status(400), e.sentence())
                            .status())
                    .isBetween(400, 599);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(dialect.name() + " on " + name + ", round " + round + ", -Dfuzz.seed=" + SEED, e);
        }
    }

    private static Request mutated(Request request, Random random) {
        byte[] bytes = request.bytes();
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            bytes = mutated(bytes, random);
        }
        String query = request.head().query();
        if (!query.isEmpty() && random.nextBoolean()) {
            byte[] changed = mutated(query.getBytes(ISO_8859_1), random);
            query = new String(changed, ISO_8859_1);
        }
        return Requests.like(request, query, bytes);
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return random.nextBoolean() ? bytes : AWKWARD[random.nextInt(AWKWARD.length)].getBytes(UTF_8);
        }
        int at = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + random.nextInt(40));
        switch (random.nextInt(6)) {
            case 0 -> {
                byte[] flipped = bytes.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                return flipped;
            }
            case 1 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 2 -> {
                return joined(Arrays.copyOf(bytes, at), new byte[0], Arrays.copyOfRange(bytes, to, bytes.length));
            }
            case 3 -> {
                byte[] twice = Arrays.copyOfRange(bytes, at, to);
                return joined(Arrays.copyOf(bytes, to), twice, Arrays.copyOfRange(bytes, to, bytes.length));
            }
            case 4 -> {
                byte[] awkward = AWKWARD[random.nextInt(AWKWARD.length)].getBytes(UTF_8);
                return joined(Arrays.copyOf(bytes, at), awkward, Arrays.copyOfRange(bytes, to, bytes.length));
            }
            default -> {
                byte[] other = ALL.get(random.nextInt(ALL.size())).body();
                return joined(
                        Arrays.copyOf(bytes, at),
                        Arrays.copyOf(other, Math.min(other.length, 200)),
                        Arrays.copyOfRange(bytes, to, bytes.length));
            }
        }
    }

    private static byte[] joined(byte[] a, byte[] b, byte[] c) {
        byte[] all = Arrays.copyOf(a, a.length + b.length + c.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        System.arraycopy(c, 0, all, a.length + b.length, c.length);
        return all;
    }
}

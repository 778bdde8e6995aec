package io.headwater.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.headwater.deploy.broker.EmbeddedBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies as they come compressed, said or not. */
class PackedBodiesIT extends OnOneCollector {
    private static final byte[] PLAIN = "[{\"id\":\"p-1\"},{\"id\":\"p-2\"}]".getBytes(UTF_8);
    /** {@code [{"id":"br-1"},{"id":"br-2"}]} as Node's zlib writes it. */
    private static final String BROTLI = "Cw6AW3siaWQiOiJici0xIn0seyJpZCI6ImJyLTIifV0D";

    @BeforeAll
    static void start(EmbeddedBroker broker) {
        startCollector(broker, "HEADWATER_LIMITS_INFLATED=6MiB", "HEADWATER_LIMITS_EVENT=64KiB");
    }

    static Stream<Arguments> packed() throws IOException {
        return Stream.of(
                Arguments.of("gzip", gzip(PLAIN)),
                Arguments.of("x-gzip", gzip(PLAIN)),
                Arguments.of("", gzip(PLAIN)),
                Arguments.of("zstd", Zstd.compress(PLAIN)),
                Arguments.of("", Zstd.compress(PLAIN)),
                Arguments.of("deflate", zlib(PLAIN, false)),
                Arguments.of("deflate", zlib(PLAIN, true)),
                Arguments.of("zstd, gzip", gzip(Zstd.compress(PLAIN))),
                Arguments.of("identity", PLAIN),
                Arguments.of("gzip", PLAIN),
                Arguments.of("zstd", PLAIN),
                Arguments.of("br", PLAIN),
                Arguments.of("deflate", PLAIN));
    }

    @ParameterizedTest
    @MethodSource("packed")
    void areUnpackedWhateverTheirHeaderSays(String encoding, byte[] body) {
        assertThat(post(encoding, body).status()).isEqualTo(200);
        assertThat(events.values()).containsExactlyInAnyOrder("{\"id\":\"p-1\"}", "{\"id\":\"p-2\"}");
    }

    @Test
    void brotliIsUnpackedWhereItIsDeclared() {
        assertThat(post("br", Base64.getDecoder().decode(BROTLI)).status()).isEqualTo(200);
        assertThat(events.values()).containsExactlyInAnyOrder("{\"id\":\"br-1\"}", "{\"id\":\"br-2\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "br", "deflate", ""})
    void halfOfOneIs400(String encoding) throws IOException {
        byte[] whole = switch (encoding) {
            case "br" -> Base64.getDecoder().decode(BROTLI);
            case "deflate" -> zlib(PLAIN, false);
            default -> Zstd.compress(PLAIN);
        };
        Answer answer = post(encoding, Arrays.copyOf(whole, whole.length / 2));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("the body is not whole");
        assertThat(events.received()).isEmpty();
    }

    static Stream<Arguments> bombs() throws IOException {
        byte[] spaces = new byte[64 << 20];
        Arrays.fill(spaces, (byte) ' ');
        return Stream.of(
                Arguments.of("gzip", gzip(spaces)),
                Arguments.of("zstd", Zstd.compress(spaces, 19)),
                Arguments.of("deflate", zlib(spaces, false)),
                Arguments.of("gzip, gzip", gzip(gzip(spaces))));
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void aSmallBodyThatBecomesALargeOneIs413(String encoding, byte[] bomb) {
        Answer answer = post(encoding, bomb);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).contains("limits.inflated");
    }

    private static Answer post(String encoding, byte[] body) {
        return encoding.isEmpty()
                ? collector.post("/v1/events", body, "X-Api-Key", "it-key")
                : collector.post("/v1/events", body, "X-Api-Key", "it-key", "Content-Encoding", encoding);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] zlib(byte[] bytes, boolean raw) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(packed, new Deflater(9, raw))) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}

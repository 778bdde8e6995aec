package io.headwater.deploy.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Conf;
import io.headwater.deploy.pipeline.Life;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Request;
import io.headwater.deploy.testkit.AwkwardJson;
import io.headwater.deploy.testkit.RawAnswer;
import io.headwater.deploy.testkit.RawHttp;
import io.headwater.deploy.testkit.Vitals;
import io.headwater.deploy.testkit.rows.RowRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Clients that nobody would write, beside ordinary ones, which do not notice. */
@Faults
class HostileClientsIT {
    /** A connection closed without an answer. */
    private static final int CLOSED = 0;

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final long HEAP_GROWTH = 32 * 1024 * 1024;
    private static final Life IMPATIENT =
            Life.with(Map.of("HEADWATER_HTTP_REQUEST_TIMEOUT", "2s", "HEADWATER_HTTP_HEADER_TIMEOUT", "2s"));

    private static final String POST = "POST /v1/events HTTP/1.1\r\n";
    private static final String HOST = "Host: x\r\n";
    private static final String KEY = "X-Api-Key: " + Conf.PLAYERS.key() + "\r\n";
    private static final String HEAD = POST + HOST + KEY;
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
    private static final String BODY = "{\"smuggled\":1}";
    private static final String LENGTH = "Content-Length: " + BODY.length() + "\r\n";

    @TempDir
    Path folder;

    private Pipeline pipeline;

    @BeforeEach
    void mend(Grounds grounds) {
        pipeline = grounds.pipeline();
        pipeline.restartCollector(IMPATIENT);
    }

    /** One request and the answers it may get. */
    @SuppressWarnings("ArrayRecordComponent") // Raw bytes are the point.
    private record Attack(String name, byte[] bytes, List<Integer> statuses) {
        static Attack of(String name, String text, Integer... statuses) {
            return new Attack(name, text.getBytes(ISO_8859_1), List.of(statuses));
        }

        static Attack packed(String name, String encoding, byte[] body, Integer... statuses) {
            String head = HEAD + "Content-Encoding: " + encoding + "\r\nContent-Length: " + body.length + "\r\n\r\n";
            return new Attack(name, joined(head.getBytes(ISO_8859_1), body), List.of(statuses));
        }

        static Attack json(String name, String json) {
            byte[] body = json.getBytes(ISO_8859_1);
            String head = HEAD + "Content-Length: " + body.length + "\r\n\r\n";
            return new Attack(name, joined(head.getBytes(ISO_8859_1), body), List.of(400));
        }
    }

    @FaultRow(
            number = 39,
            name = "oversize bodies, lying lengths, chunks without end",
            injected = "raw sockets",
            expected = "413, 400 or 408, the heap flat, nothing of it accepted")
    void bodies(RowRun run) {
        String mebibytes = " ".repeat(6 * 1024 * 1024);
        attacked(
                run,
                List.of(
                        Attack.of(
                                "too large",
                                HEAD + "Content-Length: " + mebibytes.length() + "\r\n\r\n" + mebibytes,
                                413),
                        Attack.of("a length of a petabyte", HEAD + "Content-Length: 1000000000000000\r\n\r\n", 413),
                        Attack.of("a length too long", HEAD + "Content-Length: 5000\r\n\r\n" + BODY, 408, 400, CLOSED),
                        Attack.of("a length too short", HEAD + "Content-Length: 5\r\n\r\n" + BODY, 400),
                        Attack.of("chunks too large", HEAD + CHUNKED + "600000\r\n" + mebibytes + "\r\n0\r\n\r\n", 413),
                        Attack.of("chunks without end", HEAD + CHUNKED + "e\r\n" + BODY + "\r\n", 408, CLOSED)));
    }

    @FaultRow(
            number = 40,
            name = "bodies that explode when they are inflated",
            injected = "gzip and deflate of 300 MB, gzip in gzip, other encodings",
            expected = "413 by what is inflated, 400 for what is not whole, 415 for what is not known, the heap flat")
    void bombs(RowRun run) {
        byte[] bomb = zipped(new byte[1024 * 1024], 300);
        List<Attack> attacks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            attacks.add(Attack.packed("a bomb", "gzip", bomb, 413, 503));
        }
        attacks.add(Attack.packed("a bomb in gzip", "gzip", zipped(bomb, 1), 400));
        attacks.add(Attack.packed("a bomb in gzip twice", "gzip, gzip", zipped(bomb, 1), 413, 503));
        attacks.add(Attack.packed("a bomb in deflate", "deflate", deflated(new byte[1024 * 1024], 300), 413, 503));
        attacks.add(Attack.of(
                "no brotli", HEAD + "Content-Encoding: br\r\n" + LENGTH + "\r\n" + BODY.replace('{', 'x'), 400));
        attacks.add(Attack.of("compress", HEAD + "Content-Encoding: compress\r\n" + LENGTH + "\r\n" + BODY, 415));
        attacked(run, attacks);
    }

    @FaultRow(
            number = 41,
            name = "JSON at and beyond its limits",
            injected = "raw sockets",
            expected = "refused, or carried as the bytes it is: never rewritten")
    void json(RowRun run) {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        List<Request> valid = awkward(run.prefix());
        attacked(
                run,
                List.of(
                        Attack.json("depth 1,100", "{\"a\":" + "[".repeat(1_100) + "]".repeat(1_100) + "}"),
                        Attack.json("depth 100,000", "{\"a\":" + deep + "}"),
                        Attack.json("2,000 digits", "{\"a\":" + "1".repeat(2_000) + "}"),
                        Attack.json("beyond a double", "{\"a\":1e1000000000}"),
                        Attack.json("a key twice", "{\"a\":1,\"a\":2}"),
                        Attack.json("half a surrogate pair", "{\"a\":\"\\ud800\"}"),
                        Attack.json("overlong UTF-8", "{\"a\":\"\u00c0\u00af\"}"),
                        Attack.json("no UTF-8", "{\"a\":\"\u00ff\"}"),
                        Attack.json("NUL", "{\"a\":1}\0"),
                        Attack.json("a byte order mark", "\u00ef\u00bb\u00bf{\"a\":1}"),
                        Attack.json("NaN", "{\"a\":NaN}"),
                        Attack.json("trailing garbage", "{\"a\":1} x")),
                valid);
    }

    @FaultRow(
            number = 42,
            name = "heads that two servers could read differently, or that never end",
            injected = "raw sockets",
            expected = "400, 414, 431; what follows on the connection is nobody's request")
    void heads(RowRun run) {
        attacked(
                run,
                List.of(
                        Attack.of(
                                "a flood of headers",
                                HEAD + "X-Flood: aaaaaaaaaaaaaaaa\r\n".repeat(2_000) + "\r\n",
                                431),
                        Attack.of(
                                "a URI of 10 KB",
                                HEAD.replace("events", "events?" + "x".repeat(10_000)) + LENGTH + "\r\n" + BODY,
                                414),
                        Attack.of(
                                "length and chunked", HEAD + LENGTH + CHUNKED + "e\r\n" + BODY + "\r\n0\r\n\r\n", 400),
                        Attack.of(
                                "two lengths",
                                HEAD + LENGTH + "Content-Length: 2\r\n\r\n" + BODY + HEAD + LENGTH + "\r\n" + BODY,
                                400),
                        Attack.of("no host", POST + KEY + LENGTH + "\r\n" + BODY, 400),
                        Attack.of("a folded header", HEAD + "X: a\r\n b\r\nContent-Length: 0\r\n\r\n", 400),
                        Attack.of("line feeds alone", (HEAD + LENGTH + "\r\n" + BODY).replace("\r\n", "\n"), 400),
                        Attack.of("a space before the colon", POST + HOST + "X-Api-Key : demo-key\r\n\r\n", 400)));
    }

    private void attacked(RowRun run, List<Attack> attacks) {
        attacked(run, attacks, List.of());
    }

    /** Sends ordinary requests and those meanwhile; judges the ordinary ones and whatever else came out. */
    private void attacked(RowRun run, List<Attack> attacks, List<Request> extraordinary) {
        try (Trial trial = Trial.on(pipeline, run, folder)) {
            trial.clients().deliver(trial.traffic(20));
            long heap = Vitals.of(pipeline.collector().pid()).heap();
            List<Request> ordinary = new ArrayList<>(trial.traffic(200).subList(20, 200));
            ordinary.addAll(extraordinary);
            CompletableFuture<Void> sending = trial.clients().delivering(ordinary, 1, Duration.ofMillis(5));
            List<CompletableFuture<Void>> attacking = attacks.stream()
                    .map(attack -> CompletableFuture.runAsync(() -> send(attack)))
                    .toList();
            Clients.join(CompletableFuture.allOf(attacking.toArray(CompletableFuture[]::new)));
            Clients.join(sending);
            trial.judge();
            assertThat(Vitals.of(pipeline.collector().pid()).heap() - heap).isLessThan(HEAP_GROWTH);
            assertThat(trial.clients().refusals()).isEmpty();
        }
    }

    private void send(Attack attack) {
        RawAnswer answer = RawHttp.exchange(pipeline.ingestPort(), attack.bytes(), SOON);
        int status = answer instanceof RawAnswer.Response response ? response.status() : CLOSED;
        assertThat(answer).as(attack.name()).isNotInstanceOf(RawAnswer.Silent.class);
        assertThat(status).as(attack.name()).isIn(attack.statuses());
    }

    /** Valid, and changed by whoever parses and writes it anew; each with an id of this row. */
    private static List<Request> awkward(String prefix) {
        List<Request> requests = new ArrayList<>();
        for (byte[] object : AwkwardJson.objects()) {
            String text = new String(object, UTF_8);
            if (!text.contains("\\u0069d") && !text.strip().matches("\\{\\s*}")) {
                int open = text.indexOf('{') + 1;
                String id = "\"id\":\"" + prefix + "-awkward-" + requests.size() + "\",";
                requests.add(Request.single((text.substring(0, open) + id + text.substring(open)).getBytes(UTF_8)));
            }
        }
        return requests;
    }

    private static byte[] zipped(byte[] part, int times) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < times; i++) {
                gzip.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflated(byte[] part, int times) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(bytes)) {
            for (int i = 0; i < times; i++) {
                deflate.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}

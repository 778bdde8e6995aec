package io.headwater.collector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.broker.EmbeddedBroker;
import io.headwater.deploy.testkit.RawAnswer;
import io.headwater.deploy.testkit.RawHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input nobody should send. Whatever it is: no event of it, no 500, no redirect, and the next request is served. */
class BadInputIT extends OnOneCollector {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String POST = "POST /v1/events HTTP/1.1\r\n";
    private static final String HOST = "Host: x\r\n";
    private static final String KEY = "X-Api-Key: it-key\r\n";
    private static final String HEAD = POST + HOST + KEY;
    private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String WHOLE = HEAD + "Content-Length: 14\r\n\r\n{\"smuggled\":1}";

    @BeforeAll
    static void start(EmbeddedBroker broker) {
        startCollector(broker, "HEADWATER_HTTP_HEADER_TIMEOUT=400ms", "HEADWATER_HTTP_REQUEST_TIMEOUT=600ms");
    }

    @AfterEach
    void theNextRequestIsServed() {
        assertThat(collector.events(bytes("{}")).status()).isEqualTo(200);
    }

    /**
     * A raw request and what comes of it.
     *
     * @param statuses any of these; 0 stands for a connection closed without an answer
     */
    @SuppressWarnings("ArrayRecordComponent") // raw bytes are the point
    record Case(String name, byte[] request, int... statuses) {
        static Case of(String name, String request, int... statuses) {
            return new Case(name, request.getBytes(ISO_8859_1), statuses);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> heads() {
        String length = "Content-Length: 2\r\n";
        String end = "\r\n{}";
        return Stream.of(
                Case.of("no length is an empty body", HEAD + "\r\n", 400),
                Case.of("no length, yet a body", HEAD + end, 400),
                Case.of("two lengths, the same", HEAD + length + length + end, 400),
                Case.of("two lengths that differ", HEAD + length + "Content-Length: 3\r\n" + end, 400),
                Case.of("two lengths in one header", HEAD + "Content-Length: 2, 2\r\n" + end, 400),
                Case.of("two lengths in one header that differ", HEAD + "Content-Length: 2, 3\r\n" + end, 400),
                Case.of("length with a sign", HEAD + "Content-Length: +2\r\n" + end, 400),
                Case.of("negative length", HEAD + "Content-Length: -2\r\n" + end, 400),
                Case.of("length in hexadecimal", HEAD + "Content-Length: 0x2\r\n" + end, 400),
                Case.of("length that is no number", HEAD + "Content-Length: two\r\n" + end, 400),
                Case.of("empty length", HEAD + "Content-Length: \r\n" + end, 400),
                Case.of("length beyond a long", HEAD + "Content-Length: 99999999999999999999\r\n" + end, 400, 413),
                Case.of("length of a petabyte", HEAD + "Content-Length: 1000000000000000\r\n" + end, 413),
                Case.of(
                        "length and chunked",
                        HEAD + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                        400),
                Case.of(
                        "chunked and length",
                        HEAD + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                        400),
                Case.of("no host", POST + KEY + length + end, 400),
                Case.of("empty host", POST + "Host: \r\n" + KEY + length + end, 400, 200),
                Case.of("two hosts", POST + HOST + HOST + KEY + length + end, 400),
                Case.of("host that is none", POST + "Host: a b/:x\r\n" + KEY + length + end, 400),
                Case.of("host with a port that is none", POST + "Host: x:PORT\r\n" + KEY + length + end, 400),
                Case.of("xchunked", HEAD + "Transfer-Encoding: xchunked\r\n" + end, 400),
                Case.of("identity", HEAD + "Transfer-Encoding: identity\r\n" + end, 400),
                Case.of("gzip, chunked", HEAD + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 400),
                Case.of(
                        "chunked and identity",
                        HEAD + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                        400),
                Case.of(
                        "chunked twice",
                        HEAD + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                        400),
                Case.of(
                        "chunked in HTTP/1.0",
                        HEAD.replace("1.1", "1.0") + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                        400),
                Case.of(
                        "length and chunked in HTTP/1.0",
                        HEAD.replace("1.1", "1.0") + length + "Transfer-Encoding: chunked\r\n\r\n{}",
                        400),
                Case.of("chunk size that is no number", CHUNKED + "zz\r\n{}\r\n0\r\n\r\n", 400, 0),
                Case.of("negative chunk size", CHUNKED + "-2\r\n{}\r\n0\r\n\r\n", 400, 0),
                Case.of("chunk size beyond a long", CHUNKED + "ffffffffffffffffff\r\n{}\r\n0\r\n\r\n", 400, 0),
                Case.of("chunk longer than its size", CHUNKED + "1\r\n{}\r\n0\r\n\r\n", 400, 0),
                Case.of("line feeds alone", (HEAD + length + end).replace("\r\n", "\n"), 400),
                Case.of("space before a colon", POST + HOST + "X-Api-Key : it-key\r\n" + length + end, 400),
                Case.of("header without a colon", HEAD + "nonsense\r\n" + length + end, 400),
                Case.of("NUL in a header", HEAD + "X: a\0b\r\n" + length + end, 400),
                Case.of("folded header", HEAD + "X: a\r\n b\r\n" + length + end, 400, 200),
                Case.of("no request line", "nonsense\r\n\r\n", 400),
                Case.of(
                        "a TLS client's hello",
                        "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n",
                        400),
                Case.of("HTTP/2 by prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, 501, 505),
                Case.of("HTTP/3.0", HEAD.replace("1.1", "3.0") + length + end, 400, 501, 505),
                Case.of("CONNECT", "CONNECT x:80 HTTP/1.1\r\n" + HOST + "\r\n", 400, 404, 405),
                Case.of("asterisk", "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n", 400, 404, 405),
                Case.of("TRACE", "TRACE /v1/events HTTP/1.1\r\n" + HOST + "\r\n", 405),
                Case.of("unknown method", HEAD.replace("POST", "BREW") + length + end, 400, 405),
                Case.of("no path", HEAD.replace("/v1/events", "?key=it-key") + length + end, 400, 404),
                Case.of("bad escape in the query", POST.replace("events", "events?key=%zz") + HOST + length + end, 400),
                Case.of("cut escape in the query", POST.replace("events", "events?k=%") + HOST + length + end, 400),
                Case.of("bad escape in the path", HEAD.replace("events", "events/%zz") + length + end, 400, 401),
                Case.of(
                        "bytes that are no UTF-8 in the path",
                        HEAD.replace("events", "%ff%fe") + length + end,
                        400,
                        404),
                Case.of(
                        "path that climbs",
                        HEAD.replace("/v1/events", "/v1/../../etc/passwd") + length + end,
                        400,
                        404),
                Case.of("10 KB URI", HEAD.replace("events", "events?" + "x".repeat(10_000)) + length + end, 414),
                Case.of("header of 20 KB", HEAD + "X: " + "x".repeat(20_000) + "\r\n" + length + end, 431),
                Case.of("flood of headers", HEAD + "X-Flood: aaaaaaaaaaaaaaaa\r\n".repeat(2_000) + end, 431),
                Case.of("unknown key", POST + HOST + "X-Api-Key: wrong\r\n" + length + end, 401),
                Case.of("missing key", POST + HOST + length + end, 401));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void refuses(Case bad) {
        try (RawHttp connection = collector.connect()) {
            RawAnswer answer = connection.send(bad.request()).read(SOON);
            assertThat(status(answer))
                    .isIn(Arrays.stream(bad.statuses()).boxed().toArray());
            if (answer instanceof RawAnswer.Response response && response.status() < 500) {
                assertThat(response.text()).matches("\\{\"(error|accepted)\":.+}");
            }
        }
        boolean mayBeTaken = Arrays.stream(bad.statuses()).anyMatch(status -> status == 200);
        if (!mayBeTaken) {
            assertThat(events.received()).isEmpty();
        }
    }

    /** After a head two servers could read differently, what follows on the connection is nobody's request. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n",
                "Content-Length: 2\r\nContent-Length: 2\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"
            })
    void takesNoFurtherRequestBehindAnAmbiguousHead(String ambiguous) {
        try (RawHttp connection = collector.connect()) {
            connection.send(HEAD + ambiguous + "\r\n" + WHOLE);
            assertThat(connection.read(SOON).response().status()).isEqualTo(400);
            assertThat(connection.read(SOON)).isInstanceOf(RawAnswer.Closed.class);
        }
        assertThat(events.received()).isEmpty();
    }

    @Test
    void takesARequestInAbsoluteFormAndOfHttp10() {
        RawAnswer absolute = exchange(HEAD.replace("/v1", "http://x/v1") + "Content-Length: 2\r\n\r\n{}");
        assertThat(status(absolute)).isEqualTo(200);
        RawAnswer old = exchange(HEAD.replace("1.1", "1.0") + "Content-Length: 2\r\n\r\n{}");
        assertThat(status(old)).isEqualTo(200);
        assertThat(events.received()).hasSize(2);
    }

    static Stream<Case> documents() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        return Stream.of(
                Case.of("no JSON", "{\"a\":}"),
                Case.of("a word", "hello"),
                Case.of("trailing garbage", "{\"a\":1} x"),
                Case.of("two objects on one line", "{\"a\":1}{\"a\":2}"),
                Case.of("invalid UTF-8", "{\"a\":\"\u00ff\"}"),
                Case.of("overlong UTF-8", "{\"a\":\"\u00c0\u00af\"}"),
                Case.of("NaN", "{\"a\":NaN}"),
                Case.of("cut short", "{\"a\":\"b"),
                Case.of("a comment", "{\"a\":1/*c*/}"),
                Case.of("a control character", "{\"a\":\"\u0001\"}"),
                Case.of("NUL behind it", "{\"a\":1}\0"),
                Case.of("duplicate key", "{\"a\":1,\"a\":2}"),
                Case.of("depth 100,000", "{\"a\":" + deep + "}"),
                Case.of("array of depth 100,000", deep),
                Case.of("2,000 digits", "{\"a\":" + "1".repeat(2_000) + "}"),
                Case.of("beyond a double", "{\"a\":1e1000000000}"),
                Case.of("half a surrogate pair", "{\"a\":\"\\ud800\"}"),
                Case.of("a string", "\"a\""),
                Case.of("null", "null"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aBadEventAloneIs400(Case bad) {
        if (bad.request()[0] == '[') {
            return; // an array, told apart below
        }
        Answer answer = collector.events(bad.request());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(events.received()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aBadLineIsRejectedAloneAndKeptAsItCame(Case bad) {
        byte[] body = concat(bytes("{\"n\":1}\n"), bad.request(), bytes("\r\n{\"n\":2}"));
        Answer answer = collector.events(body);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).startsWith("{\"accepted\":2,\"rejected\":[{\"index\":1,");
        assertThat(events.values()).containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":2}");
        byte[] kept = rejected.received().get(0).value();
        assertThat(new String(kept, ISO_8859_1).strip()).isEqualTo(new String(bad.request(), ISO_8859_1));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aBadElementIsRejectedAloneOrRefusesTheWholeArray(Case bad) {
        byte[] body = concat(bytes("[{\"n\":1},"), bad.request(), bytes(",{\"n\":2}]"));
        Answer answer = collector.events(body);
        if (answer.status() == 400) {
            assertThat(events.received()).isEmpty();
            assertThat(rejected.received()).isEmpty();
            assertThat(bad.name())
                    .matches("no JSON|a word|trailing.*|two obj.*|.*UTF-8|NaN|cut.*|a comment|a control.*|NUL.*");
        } else {
            assertThat(answer.text()).startsWith("{\"accepted\":2,\"rejected\":[{\"index\":1,");
            assertThat(events.values()).containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":2}");
            assertThat(rejected.received().get(0).value()).isEqualTo(bad.request());
        }
    }

    @Test
    void aByteOrderMarkIsRefusedOrKeptButNeverLost() {
        Answer answer = collector.events(bytes("\ufeff{\"a\":1}"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(events.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
    void otherEncodingsOfUnicodeAreRefused(String charset) throws Exception {
        assertThat(collector.events("{\"a\":\"b\"}".getBytes(charset)).status()).isEqualTo(400);
        assertThat(collector.events("[{}]".getBytes(charset)).status()).isEqualTo(400);
    }

    @Test
    void aBodyOverTheLimitIs413WithLengthOrWithout() {
        byte[] large = new byte[(5 << 20) + 1];
        Arrays.fill(large, (byte) ' ');
        try (RawHttp connection = collector.connect()) {
            connection
                    .send(HEAD + "Content-Length: " + large.length + "\r\n\r\n")
                    .send(large);
            assertThat(status(connection.read(SOON))).isEqualTo(413);
            assertThat(status(connection
                            .send(HEAD + "Content-Length: 2\r\n\r\n{}")
                            .read(SOON)))
                    .isEqualTo(200);
        }
        try (RawHttp connection = collector.connect()) {
            connection
                    .send(CHUNKED + Integer.toHexString(large.length) + "\r\n")
                    .send(large)
                    .send("\r\n0\r\n\r\n");
            assertThat(status(connection.read(SOON))).isEqualTo(413);
            assertThat(status(connection
                            .send(HEAD + "Content-Length: 2\r\n\r\n{}")
                            .read(SOON)))
                    .isEqualTo(200);
        }
        assertThat(events.received()).hasSize(2);
    }

    @Test
    void aLyingLengthCountsForLessThanTheBytesThatCome() {
        int limit = 5 << 20;
        byte[] fits = new byte[limit];
        Arrays.fill(fits, (byte) ' ');
        fits[limit - 2] = '{';
        fits[limit - 1] = '}';
        assertThat(collector.events(fits).status()).isEqualTo(200);
        assertThat(collector.events(concat(fits, bytes(" "))).status()).isEqualTo(413);
        assertThat(events.values()).containsExactly("{}");
    }

    @Test
    void aGzipBombIs413AndLeavesTheHeapFlat() throws IOException {
        byte[] bomb = gzip(300 << 20);
        long before = usedHeap();
        assertThat(bomb.length).isLessThan(400_000);
        List<Answer> answers = IntStream.range(0, 16)
                .mapToObj(i -> collector.later(
                        "/v1/events", bomb, "X-Api-Key", "it-key", i % 2 == 0 ? "Content-Encoding" : "X-None", "gzip"))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(413, 429, 503));
        assertThat(collector.events(bomb).status()).isEqualTo(413);
        assertThat(usedHeap() - before).isLessThan(32 << 20);
        assertThat(events.received()).isEmpty();
    }

    @Test
    void gzipIsTakenToItsLimitAndNotAByteFurther() throws IOException {
        int limit = 20 << 20;
        assertThat(collector.events(gzip(limit)).status()).isEqualTo(400);
        assertThat(collector.events(gzip(limit + 1)).status()).isEqualTo(413);
    }

    static Stream<Case> brokenGzip() throws IOException {
        byte[] whole = gzip(bytes("{\"n\":1}\n{\"n\":2}\n"));
        byte[] flipped = whole.clone();
        flipped[whole.length - 6] ^= 1;
        byte[] wrongLength = whole.clone();
        wrongLength[whole.length - 1] ^= 1;
        byte[] badHeaderBehind = whole.clone();
        badHeaderBehind[2] = 9;
        return Stream.of(
                new Case("cut in its trailer", Arrays.copyOf(whole, whole.length - 1)),
                new Case("cut in its data", Arrays.copyOf(whole, whole.length - 10)),
                new Case("cut in its header", Arrays.copyOf(whole, 5)),
                new Case("two bytes", Arrays.copyOf(whole, 2)),
                new Case("wrong checksum", flipped),
                new Case("wrong length", wrongLength),
                new Case("nonsense behind it", concat(whole, bytes("nonsense"))),
                new Case("much nonsense behind it", concat(whole, bytes("nonsense ".repeat(10)))),
                new Case("a second member that is broken", concat(whole, badHeaderBehind)),
                new Case("a second member cut short", concat(whole, Arrays.copyOf(whole, whole.length - 3))),
                new Case("gzip in gzip", gzip(whole)));
    }

    @ParameterizedTest
    @MethodSource("brokenGzip")
    void brokenGzipIs400AndNothingOfItIsTaken(Case broken) {
        Answer answer =
                collector.post("/v1/events", broken.request(), "X-Api-Key", "it-key", "Content-Encoding", "gzip");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(events.received()).isEmpty();
    }

    @Test
    void gzipOfSeveralMembersIsTakenWhole() throws IOException {
        byte[] members = concat(gzip(bytes("{\"n\":1}\n")), gzip(bytes("{\"n\":2}\n")), gzip(bytes("")));
        assertThat(collector.events(members).text()).startsWith("{\"accepted\":2,");
        assertThat(events.values()).containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":2}");
    }

    @Test
    void aHeadThatDripsEndsItsConnection() {
        try (RawHttp connection = collector.connect()) {
            connection.drip((HEAD + "X: " + "x".repeat(2_000)).getBytes(ISO_8859_1), 1, Duration.ofMillis(20));
            assertThat(connection.read(Duration.ofSeconds(5))).isInstanceOf(RawAnswer.Closed.class);
        }
    }

    @Test
    void aHeadThatDripsBehindAnAnsweredRequestEndsItsConnection() {
        try (RawHttp connection = collector.connect()) {
            connection.send(HEAD + "Content-Length: 2\r\n\r\n{}");
            assertThat(status(connection.read(SOON))).isEqualTo(200);
            connection.drip((HEAD + "X: " + "x".repeat(2_000)).getBytes(ISO_8859_1), 1, Duration.ofMillis(20));
            assertThat(connection.read(Duration.ofSeconds(5))).isInstanceOf(RawAnswer.Closed.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 2000\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n7d0\r\n{"})
    void aBodyThatDripsIs408AndEndsItsConnection(String framing) {
        try (RawHttp connection = collector.connect()) {
            connection.send(HEAD + framing);
            connection.drip(" ".repeat(1_000).getBytes(ISO_8859_1), 1, Duration.ofMillis(20));
            RawAnswer.Response answer = connection.read(Duration.ofSeconds(5)).response();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.header("Connection")).contains("close");
            assertThat(connection.read(Duration.ofSeconds(5))).isInstanceOf(RawAnswer.Closed.class);
        }
        assertThat(events.received()).isEmpty();
    }

    @Test
    void theRestOfARefusedBodyMayNotDripForEver() {
        try (RawHttp connection = collector.connect()) {
            connection.send(POST + HOST + "X-Api-Key: wrong\r\nContent-Length: 2000\r\n\r\n{");
            assertThat(status(connection.read(SOON))).isEqualTo(401);
            connection.drip(" ".repeat(1_000).getBytes(ISO_8859_1), 1, Duration.ofMillis(20));
            assertThat(connection.read(Duration.ofSeconds(5))).isInstanceOf(RawAnswer.Closed.class);
        }
    }

    @Test
    void ofAClientThatHangsUpOrResetsInTheMiddleNothingIsTaken() throws IOException {
        String lines = "{\"n\":1}\n{\"n\":2}\n";
        for (boolean chunked : new boolean[] {true, false}) {
            String head = chunked ? CHUNKED + "10\r\n" : HEAD + "Content-Length: 100\r\n\r\n";
            try (RawHttp connection = collector.connect()) {
                connection.send(head + lines).halfClose();
                assertThat(connection.read(SOON)).isInstanceOf(RawAnswer.Closed.class);
            }
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), collector.port())) {
                OutputStream out = socket.getOutputStream();
                out.write((head + lines).getBytes(ISO_8859_1));
                out.flush();
                socket.setSoLinger(true, 0);
            }
        }
        assertThat(collector.events(bytes("{}")).status()).isEqualTo(200);
        assertThat(events.values()).containsExactly("{}");
    }

    @Test
    void aClientThatResetsBeforeItsAnswerLeavesNothingBehind() throws IOException {
        for (int i = 0; i < 50; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), collector.port())) {
                socket.getOutputStream().write((HEAD + "Content-Length: 2\r\n\r\n{}").getBytes(ISO_8859_1));
                socket.setSoLinger(true, 0);
            }
        }
        collector.assertAllIsGivenBack();
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() {
        try (RawHttp connection = collector.connect()) {
            String good = HEAD + "Content-Length: 2\r\n\r\n{}";
            String bad = HEAD + "Content-Length: 1\r\n\r\n{";
            String unknown = POST + HOST + "X-Api-Key: wrong\r\nContent-Length: 2\r\n\r\n{}";
            connection.send(good + bad + unknown + good + HEAD.replace("events", "nothing") + "\r\n" + good);
            for (int status : new int[] {200, 400, 401, 200, 404, 200}) {
                assertThat(status(connection.read(SOON))).isEqualTo(status);
            }
        }
        assertThat(events.received()).hasSize(3);
    }

    @Test
    void aClientThatReadsNoAnswersHoldsUpNobodyElse() throws IOException {
        byte[] request = (HEAD.replace("events", "nothing") + "Content-Length: 0\r\n\r\n").getBytes(ISO_8859_1);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), collector.port())) {
            Thread flood = new Thread(() -> {
                try {
                    for (int i = 0; i < 200_000; i++) {
                        socket.getOutputStream().write(request);
                    }
                } catch (IOException closed) {
                    // as it ends
                }
            });
            flood.start();
            for (int i = 0; i < 100; i++) {
                assertThat(collector.events(bytes("{}")).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aConnectionServesOnAfterARefusedRequest() {
        try (RawHttp connection = collector.connect()) {
            String good = HEAD + "Content-Length: 2\r\n\r\n{}";
            for (String bad : List.of(
                    HEAD + "Content-Length: 1\r\n\r\n{",
                    HEAD + "\r\n",
                    POST + HOST + "Content-Length: 2\r\n\r\n{}",
                    HEAD.replace("POST", "PUT") + "Content-Length: 2\r\n\r\n{}",
                    HEAD.replace("/v1", "/v2") + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                    HEAD + "Content-Encoding: x\r\nContent-Length: 2\r\n\r\n{}")) {
                assertThat(status(connection.send(bad).read(SOON))).isBetween(400, 415);
                assertThat(status(connection.send(good).read(SOON))).isEqualTo(200);
            }
        }
    }

    @Test
    void asManyTinyEventsAsAllowedAreTakenWhileOthersAreServed() {
        CompletableFuture<Answer> many = collector.later("/v1/events", tiny("{}", 10_000), "X-Api-Key", "it-key");
        long slowest = 0;
        while (!many.isDone()) {
            long started = System.nanoTime();
            assertThat(collector
                            .post("/v1/events", bytes("{}"), "X-Api-Key", "wrong")
                            .status())
                    .isEqualTo(401);
            slowest = Math.max(slowest, System.nanoTime() - started);
        }
        assertThat(many.join().text()).isEqualTo("{\"accepted\":10000,\"rejected\":[]}");
        assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(2));
        assertThat(events.received()).hasSize(10_000);
    }

    /** Each of millions of elements would cost a record, and each bad one a reason in the answer too. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "1"})
    void moreEventsThanAllowedAre413HoweverSmall(String element) throws IOException {
        assertThat(collector.events(tiny(element, 10_001)).status()).isEqualTo(413);
        assertThat(collector.events(tiny(element, 1_700_000)).text()).contains("limits.events=10000");
        assertThat(collector.events(gzip(tiny(element, 6_000_000))).status()).isEqualTo(413);
        String lines = (element + "\n").repeat(10_001);
        Answer answer = collector.post(
                "/v1/events", bytes(lines), "X-Api-Key", "it-key", "Content-Type", "application/x-ndjson");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(events.received()).isEmpty();
        assertThat(rejected.received()).isEmpty();
    }

    private static byte[] tiny(String element, int count) {
        return bytes("[" + (element + ",").repeat(count - 1) + element + "]");
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static RawAnswer exchange(String request) {
        return RawHttp.exchange(collector.port(), request.getBytes(ISO_8859_1), SOON);
    }

    private static int status(RawAnswer answer) {
        return answer instanceof RawAnswer.Closed closed && closed.received().length == 0
                ? 0
                : answer.response().status();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    /** So many spaces. */
    private static byte[] gzip(int size) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] chunk = new byte[1 << 16];
        Arrays.fill(chunk, (byte) ' ');
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int left = size; left > 0; left -= chunk.length) {
                gzip.write(chunk, 0, Math.min(left, chunk.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

package io.headwater.deploy.sdks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headwater.deploy.pipeline.Conf;
import io.headwater.deploy.pipeline.Kafka;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Sink;
import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.ReceivedEvent;
import io.headwater.deploy.testkit.WebhookSink;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real SDKs, as their package managers bring them, against running processes: what each sent arrives, all of it, once. */
@Tag("sdk")
class SdkAcceptanceIT {
    private static final int EVENTS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern BASE64 = Pattern.compile("\"ue_px\":\"([^\"]+)\"");

    @TempDir
    static Path folder;

    private static final Map<String, Path> BUILT = new HashMap<>();

    private static Workshop workshop;
    private static WebhookSink sink;
    private static Kafka kafka;
    private static Pipeline pipeline;
    private static int browsers;

    @BeforeAll
    static void start() {
        workshop = new Workshop();
        sink = WebhookSink.start(Sink.SECRET);
        kafka = Kafka.command(folder);
        Conf.Destination destination = new Conf.Destination("sink", "cloudevents", sink.url());
        pipeline = Pipeline.on(kafka, folder, Map.of(), List.of(), List.of(destination));
    }

    @AfterAll
    static void stop() {
        pipeline.close();
        kafka.close();
        sink.close();
    }

    @ParameterizedTest
    @MethodSource("io.headwater.deploy.sdks.Sdk#all")
    void everythingAnSdkSendsArrivesOnce(Sdk sdk) {
        need(sdk.toString(), sdk.runsInABrowser() ? List.of(sdk.tool(), "node") : List.of(sdk.tool()));
        Path programs = BUILT.computeIfAbsent(sdk.tool(), SdkAcceptanceIT::build);

        if (sdk.runsInABrowser()) {
            sendFromAPage(sdk, programs);
        } else {
            send(sdk, programs);
        }
        pipeline.awaitSettled();

        Map<String, ReceivedEvent> arrived =
                arrived(sdk).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertThat(arrived.keySet())
                .containsExactlyInAnyOrderElementsOf(LongStream.range(0, EVENTS)
                        .mapToObj(number -> sdk.name() + "-" + number)
                        .toList());
        assertThat(arrived.values())
                .allSatisfy(event -> assertThat(event.attributes())
                        .containsEntry("dialect", sdk.dialect())
                        .containsEntry("type", sdk.type()));
        assertThat(arrived.values()).extracting(ReceivedEvent::id).doesNotHaveDuplicates();
        assertThat(sink.violations()).isEmpty();
    }

    /** hls.js plays a stream of some seconds in a browser, and reports by CMCD to another origin than the page's. */
    @Test
    void everythingAPlayerInABrowserReportsArrivesOnce() {
        need("a player", List.of(Workshop.BROWSER, "node"));
        Path pages = BUILT.computeIfAbsent(Workshop.BROWSER, SdkAcceptanceIT::build);
        String target = URLEncoder.encode(url() + "/cmcd/" + Conf.PLAYERS.key(), UTF_8);
        browseUntil(
                pages,
                "player.html?session=in-a-browser&target=" + target,
                () -> played().stream().anyMatch(event -> data(event).contains("\"sta\":\"e\"")));
        pipeline.awaitSettled();

        List<ReceivedEvent> played = played();
        List<Long> numbers = played.stream()
                .map(event -> Long.parseLong(event.attributes().get("sequence")))
                .sorted()
                .toList();
        assertThat(numbers)
                .containsExactlyElementsOf(LongStream.range(numbers.get(0), numbers.get(0) + numbers.size())
                        .boxed()
                        .toList());
        assertThat(played).extracting(event -> event.attributes().get("type")).contains("ps", "rr", "t");
        assertThat(played).allSatisfy(event -> assertThat(event.attributes()).containsEntry("dialect", "cmcd"));
    }

    private static void need(String what, List<String> tools) {
        for (String tool : tools) {
            assumeTrue(Workshop.has(tool), () -> what + " is not tried: there is no " + tool + " on this machine");
        }
    }

    private static Path build(String tool) {
        return switch (tool) {
            case "node" -> workshop.node();
            case "python3" -> workshop.python();
            case "go" -> workshop.go();
            default -> workshop.browser();
        };
    }

    private static void send(Sdk sdk, Path programs) {
        Map<String, String> environment = Map.of(
                "HEADWATER_URL", url(),
                "HEADWATER_KEY", Conf.PLAYERS.key(),
                "EVENTS", String.valueOf(EVENTS),
                "RUN", sdk.name());
        try (ChildProcess program = workshop.start(programs, environment, sdk.command())) {
            int exit = program.awaitExit(PATIENCE);
            assertThat(exit).as(() -> String.join("\n", program.lines())).isZero();
        }
    }

    private static void sendFromAPage(Sdk sdk, Path pages) {
        String page = "sdk.html?sdk=%s&url=%s&key=%s&events=%d&run=%s"
                .formatted(
                        sdk.command().get(0), URLEncoder.encode(url(), UTF_8), Conf.PLAYERS.key(), EVENTS, sdk.name());
        browseUntil(
                pages,
                page,
                () -> arrived(sdk).map(Map.Entry::getKey).distinct().count() == EVENTS);
    }

    private static String url() {
        return "http://127.0.0.1:" + pipeline.ingestPort();
    }

    /** Every mark that has arrived, with its event. */
    private static Stream<Map.Entry<String, ReceivedEvent>> arrived(Sdk sdk) {
        Pattern mark = Pattern.compile("\\b" + sdk.name() + "-(\\d+)\\b");
        return sink.events().stream().flatMap(event -> marks(mark, event).map(found -> Map.entry(found, event)));
    }

    /** The marks in an event's data, which one SDK packs once more. */
    private static Stream<String> marks(Pattern mark, ReceivedEvent event) {
        String data = data(event);
        Stream<String> packed = BASE64.matcher(data)
                .results()
                .map(found -> new String(Base64.getUrlDecoder().decode(found.group(1)), UTF_8));
        return Stream.concat(Stream.of(data), packed)
                .flatMap(text -> mark.matcher(text).results().map(MatchResult::group));
    }

    private static String data(ReceivedEvent event) {
        return new String(event.data(), UTF_8);
    }

    private static List<ReceivedEvent> played() {
        return sink.events().stream()
                .filter(event -> "in-a-browser".equals(event.attributes().get("partitionkey")))
                .toList();
    }

    private static int serve(Vertx vertx, Path page) {
        Router router = Router.router(vertx);
        router.route().handler(StaticHandler.create(FileSystemAccess.ROOT, page.toString()));
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    /** Opens a page in a browser of its own until something has happened. */
    private static void browseUntil(Path pages, String page, Callable<Boolean> happened) {
        Vertx vertx = Vertx.vertx();
        try (ChildProcess browser = browse(pages, "http://127.0.0.1:%d/%s".formatted(serve(vertx, pages), page))) {
            await(page + " in the browser " + browser.pid()).atMost(PATIENCE).until(happened);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static ChildProcess browse(Path pages, String address) {
        browsers++;
        return workshop.start(
                pages,
                Map.of(),
                List.of(
                        Workshop.BROWSER,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--autoplay-policy=no-user-gesture-required",
                        "--user-data-dir=" + folder.resolve("browser-" + browsers),
                        "--remote-debugging-port=0",
                        address));
    }
}

package io.headwater.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.headwater.deploy.testkit.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that speak to an operate port, before one that answers what the test wants. */
class OperateIT {
    @TempDir
    Path home;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int status = 200;
    private volatile String answer = "{}";

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + token + " " + body);
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void saysInOneSentenceThatNothingAnswersAndWhereStandaloneWould() throws IOException {
        int port = FreePorts.one();
        Cli cli = new Cli(home, Map.of());

        assertThat(cli.execute("destinations", "list", "--url", "http://localhost:" + port))
                .isEqualTo(1);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err().lines())
                .singleElement()
                .asString()
                .contains("localhost:" + port, "8091", "--url http://localhost:8090");
    }

    @Test
    void showsTheTokenOfTheEnvironmentOrTheOption() {
        answer = "{\"destinations\": []}";

        new Cli(home, Map.of("HEADWATER_OPS_TOKEN", "of-the-environment"))
                .execute("destinations", "list", "--url", url());
        new Cli(home, Map.of()).execute("destinations", "list", "--url", url(), "--token", "of-the-option");
        new Cli(home, Map.of()).execute("destinations", "list", "--url", url());

        assertThat(asked.get(0)).contains("Bearer of-the-environment");
        assertThat(asked.get(1)).contains("Bearer of-the-option");
        assertThat(asked.get(2)).contains("GET /api/destinations null");
    }

    @Test
    void tellsWhatTheRouterSaysAndExitsAsItMeans() {
        status = 409;
        answer = "{\"error\": \"4 replays are going on already\"}";
        assertThat(failing("replay", "start", "--destination", "acme/crm", "--from", "2h"))
                .isEqualTo("1: headwater: 4 replays are going on already");
        status = 401;
        answer = "{\"error\": \"The token is missing\"}";
        assertThat(failing("replay", "list"))
                .startsWith("1: headwater: The token is missing")
                .contains("HEADWATER_OPS_TOKEN");
        status = 400;
        answer = "{\"error\": \"from must be a time\"}";
        assertThat(failing("replay", "start", "--destination", "acme/crm", "--from", "x"))
                .isEqualTo("2: headwater: from must be a time. See: headwater replay start --help");
        status = 404;
        answer = "<html>nothing</html>";
        assertThat(failing("destinations", "list")).startsWith("1: ").contains("no router's operate port", "--url");
        status = 200;
        assertThat(failing("destinations", "list")).startsWith("1: ").contains("no JSON");
    }

    @Test
    void doesNotSkipWhereNobodyCanBeAsked() {
        answer = "{\"held\": 2, \"backlog\": 40}";

        assertThat(failing("destinations", "skip", "acme/crm"))
                .startsWith("2: ")
                .contains("about 42 events owed to acme/crm", "--yes");
        assertThat(asked).singleElement().asString().contains("\"dryRun\":true");

        assertThat(new Cli(home, Map.of()).execute("destinations", "skip", "acme/crm", "--yes", "--url", url()))
                .isZero();
        assertThat(asked.get(2))
                .contains("POST /api/destinations/acme/crm/skip")
                .doesNotContain("dryRun");
    }

    @Test
    void redrivesUntilNothingIsLeft() {
        answer =
                "{\"matching\": 2, \"redriven\": 1, \"left\": 1, \"marked\": 0, \"impossible\": 0, \"destinations\": {}}";
        Cli cli = new Cli(home, Map.of());

        assertThat(cli.execute("deadletters", "redrive", "--destination", "acme/crm", "--yes", "--url", url()))
                .isZero();
        assertThat(cli.out()).startsWith("2 dead letters are in the backlog again.");
        assertThat(asked).hasSize(3);
    }

    @Test
    void refusesNamesThatAreNoneBeforeItAsks() {
        assertThat(failing("destinations", "pause", "crm")).startsWith("2: ").contains("TENANT/NAME");
        assertThat(failing("destinations", "pause", "acme/../x"))
                .startsWith("2: ")
                .contains("TENANT/NAME");
        assertThat(failing("deadletters", "show", "117")).startsWith("2: ").contains("PARTITION:OFFSET");
        assertThat(failing("replay", "pause", "../x")).startsWith("2: ").contains("headwater replay list");
        assertThat(new Cli(home, Map.of()).execute("destinations", "list", "--url", "localhost"))
                .isEqualTo(2);
        assertThat(asked).isEmpty();
    }

    @Test
    void printsTheAnswerForScripts() {
        answer = "{\"replays\":[]}";
        Cli cli = new Cli(home, Map.of());

        cli.execute("replay", "list", "--json", "--url", url());
        assertThat(cli.out().replaceAll("\\s", "")).isEqualTo("{\"replays\":[]}");
    }

    /** Exit code and complaint. */
    private String failing(String... arguments) {
        Cli cli = new Cli(home, Map.of());
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = url();
        int exit = cli.execute(all);
        return exit + ": " + cli.err().strip();
    }

    private String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }
}

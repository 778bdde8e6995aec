package io.headwater.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.deploy.testkit.inject.Needs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running Headwater says of itself: the ledger, one event's story, and what Prometheus and Grafana make of it. */
class AccountedIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Path PROMETHEUS = Path.of("..", "prometheus");
    private static final Path DASHBOARD = Path.of("..", "grafana", "headwater.json");
    private static final Pattern METRIC = Pattern.compile("\\bheadwater[_:][a-z0-9_:]+");

    @TempDir
    Path folder;

    @Test
    void tellsWhatBecameOfEveryEventAndOfEachOne() throws IOException, InterruptedException {
        Installed installed = Installed.in(folder);
        try (WebhookSink sink = WebhookSink.start(ConfFolder.SECRET)) {
            sink.answerWith(Reply.status(503));
            String conf = installed.leadingTo(sink).toString();
            Map<String, String> soon = Map.of("HEADWATER_LEDGER_SETTLE", "1s");
            try (ChildProcess running = installed.start(soon, "standalone", "--conf", conf, "--data", "data")) {
                Printed.awaitReady(running);
                String ops = Printed.entry(running, "ops").replaceFirst("/health.*", "");
                for (int i = 0; i < 20; i++) {
                    Printed.post(
                            Printed.entry(running, "ingest"), "web-key", "{\"id\":\"e/" + i + " x\",\"type\":\"t\"}");
                }
                await().atMost(LONG).until(() -> !sink.requests().isEmpty());
                sink.answerWith(Reply.status(204));
                await().atMost(LONG).until(() -> sink.received() >= 20);

                await().atMost(LONG).untilAsserted(() -> {
                    Cli ledger = cli("ledger", "--json", "--url", ops);
                    assertThat(sum(ledger, "sources", "acknowledged")).isEqualTo(20);
                    assertThat(sum(ledger, "sources", "seen")).isEqualTo(20);
                    assertThat(sum(ledger, "destinations", "owed")).isEqualTo(20);
                    assertThat(sum(ledger, "destinations", "onTime")
                                    + sum(ledger, "destinations", "lateOurs")
                                    + sum(ledger, "destinations", "lateTheirs"))
                            .isEqualTo(20);
                });
                assertThat(cli("ledger", "--url", ops).out())
                        .contains("acknowledged", "acme/web", "acme/sink", "Nothing is lost");
                assertThat(cli("ledger", "--tenant", "other", "--url", ops).out())
                        .doesNotContain("acme");

                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(
                                        cli("explain", "e/0 x", "--url", ops).out())
                                .contains(
                                        "acme/web",
                                        "durable",
                                        "hw.events partition",
                                        "failed",
                                        "503",
                                        "delivered",
                                        "204"));
                assertThat(new Cli(folder, Map.of()).execute("explain", "nobody", "--url", ops))
                        .isEqualTo(1);
                Cli nothing = new Cli(folder, Map.of());
                assertThat(nothing.execute("ledger", "write-off", "fra1", "--yes", "--url", ops))
                        .isEqualTo(1);
                assertThat(nothing.err()).contains("Nothing is stranded at the site 'fra1'");
                assertThat(cli("slo", "--url", ops).out()).contains("acme/sink", "99.9% in 1s");
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(lags(ops).fieldNames())
                                .containsExactlyInAnyOrder("ingest", "transit", "lane", "delivery", "total"));
                lags(ops)
                        .forEach(hop -> assertThat(((JsonObject) hop.getValue()).getLong("p99Micros"))
                                .as(hop.getKey())
                                .isPositive());
                tailShowsWhatComes(running, ops);
                metricsAreAsPrometheusWantsThem(Printed.get(ops + "/metrics").body());
            }
        }
    }

    private static JsonObject lags(String ops) {
        return new JsonObject(
                        Printed.get(ops + "/api/slo?destination=acme/sink").body())
                .getJsonArray("destinations")
                .getJsonObject(0)
                .getJsonObject("lags");
    }

    private void tailShowsWhatComes(ChildProcess running, String ops) {
        String cursor = new JsonObject(Printed.get(ops + "/api/tail").body()).getString("cursor");
        Printed.post(Printed.entry(running, "ingest"), "web-key", "{\"id\":\"new\",\"type\":\"fresh\"}");
        Printed.post(Printed.entry(running, "ingest"), "web-key", "{\"id\":\"other\",\"type\":\"t\"}");
        await().atMost(LONG).untilAsserted(() -> {
            String answer =
                    Printed.get(ops + "/api/tail?type=fresh&cursor=" + cursor).body();
            List<String> ids = new JsonObject(answer)
                    .getJsonArray("events").stream()
                            .map(each -> ((JsonObject) each).getString("id"))
                            .toList();
            assertThat(ids).containsExactly("new");
            assertThat(answer).doesNotContain("\"data\"");
        });
        assertThat(cli("tail", "--for", "1", "--url", ops).out()).contains("source", "type");
    }

    private void metricsAreAsPrometheusWantsThem(String metrics) throws IOException, InterruptedException {
        Set<String> there = names(metrics);
        Set<String> recorded = Pattern.compile("record: (\\S+)")
                .matcher(Files.readString(PROMETHEUS.resolve("headwater.rules.yml")))
                .results()
                .map(each -> each.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        there.addAll(recorded);
        Set<String> asked = names(Files.readString(PROMETHEUS.resolve("headwater.rules.yml")));
        JsonNode panels = new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels");
        panels.forEach(panel -> panel.path("targets")
                .forEach(target -> asked.addAll(names(target.path("expr").asText()))));
        assertThat(asked).hasSizeGreaterThan(20);
        assertThat(there).as("asked for by rules or the dashboard").containsAll(asked);

        Assumptions.assumeTrue(
                Needs.program("promtool", "prometheus").isEmpty(),
                "needs promtool (Debian: apt-get install prometheus)");
        Path file = Files.writeString(folder.resolve("metrics"), metrics);
        Process check = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), UTF_8);
        check.waitFor();
        assertThat(said.lines().filter(line -> line.contains("headwater"))).isEmpty();
    }

    /** The metrics a text speaks of; of histograms, their common name's parts as they are. */
    private static Set<String> names(String text) {
        return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static long sum(Cli cli, String kind, String field) {
        return new JsonObject(cli.out())
                .getJsonArray(kind).stream()
                        .mapToLong(each -> ((JsonObject) each).getLong(field))
                        .sum();
    }

    private Cli cli(String... arguments) {
        Cli cli = new Cli(folder, Map.of());
        int exit = cli.execute(arguments);
        assertThat(exit).as(cli.err()).isIn(0, 1);
        return cli;
    }
}

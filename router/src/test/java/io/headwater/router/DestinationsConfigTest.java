package io.headwater.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.config.ConfigException;
import io.headwater.config.RegionsConfig;
import io.headwater.config.RegionsConfig.Cluster;
import io.headwater.config.RegionsConfig.Region;
import io.headwater.config.SourcesConfig;
import io.headwater.event.SourceId;
import io.headwater.router.deliver.DestinationConfig;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Objective;
import io.headwater.router.deliver.Rate;
import io.headwater.router.deliver.Share;
import io.headwater.router.route.RouteTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationsConfigTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String GOOD = """
            destinations:
              - tenant: acme
                name: crm
                kind: webhook
                url: https://hooks.acme.example/events
                secret: ${env:CRM_SECRET}
                format: cloudevents-batch
            routes:
              - {from: acme/web, to: crm}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void aSource() throws IOException {
        Files.writeString(
                folder.resolve("sources.yaml"), "sources:\n  - {tenant: acme, name: web, writeKeys: [demo-key]}\n");
    }

    @Test
    void fillsInWhatIsNotSaid() {
        DestinationConfig crm = read(GOOD).destinations().get(0);
        assertThat(crm.id()).isEqualTo(new DestinationId("acme", "crm"));
        assertThat(crm.batch()).isEqualTo(new DestinationConfig.Batch(100, Duration.ZERO));
        assertThat(crm.inFlight()).isEqualTo(8);
        assertThat(crm.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(crm.rateLimit()).isEqualTo(Rate.NONE);
        assertThat(crm.isOrdered()).isFalse();
        assertThat(crm.allowPrivateAddresses()).isFalse();
    }

    @Test
    void keepsOrderAndARateWhereItIsTold() {
        String told = GOOD.substring(0, GOOD.indexOf("routes:"))
                .replace("    kind:", "    ordering: key\n    rateLimit: 50/s\n    kind:");
        DestinationConfig crm = read(told + "routes: []\n").destinations().get(0);
        assertThat(crm.isOrdered()).isTrue();
        assertThat(crm.rateLimit()).isEqualTo(new Rate(50));
    }

    @Test
    void promisesASecondForNearlyAllUnlessItIsTold() {
        assertThat(read(GOOD).destinations().get(0).objective())
                .isEqualTo(new Objective(Duration.ofSeconds(1), new Share(0.999)));
        String told = GOOD.replace("    kind:", "    objective: {within: 250ms, share: 99.95%}\n    kind:");
        assertThat(read(told).destinations().get(0).objective())
                .isEqualTo(new Objective(Duration.ofMillis(250), new Share(0.9995)));
        assertThat(Share.parse("99.95%")).hasToString("99.95%");
    }

    @Test
    void takesSeveralSecretsWhileTheyAreRotated() {
        assertThat(read(GOOD.replace("${env:CRM_SECRET}", "[" + SECRET + ", " + SECRET + "]"))
                        .destinations()
                        .get(0)
                        .secret())
                .hasSize(2);
    }

    @Test
    void leadsASourceToItsDestinationsOnce() {
        DestinationsConfig config = read(GOOD + "  - {from: acme/web, to: crm}\n");
        Map<SourceId, List<DestinationId>> table = new RouteTable(config.routes()).to(id -> id);
        assertThat(table)
                .containsOnly(Map.entry(new SourceId("acme", "web"), List.of(new DestinationId("acme", "crm"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: webhook | kind: fax | destinations[0].kind: must be one of [webhook]",
                "https://hooks.acme.example/events | http://127.0.0.1/hook | destinations[0].url: must lead to a public address",
                "https://hooks.acme.example/events | http://127.1/hook | destinations[0].url: must write its IPv4 address",
                "https://hooks.acme.example/events | http://localhost./ | destinations[0].url: must write its host without",
                "https://hooks.acme.example/events | gopher://a.example | destinations[0].url: must be https",
                "${env:CRM_SECRET} | whsec_c2hvcnQ= | must hold 24 to 64 bytes in base64, held 5",
                "${env:CRM_SECRET} | plain | must be whsec_ and base64",
                "${env:CRM_SECRET} | '${env:MISSING}' | environment variable MISSING",
                "format: cloudevents-batch | format: xml | destinations[0].format: must be one of [cloudevents",
                "format: cloudevents-batch | fromat: ndjson | destinations[0].format: the key is missing or empty",
                "name: crm | name: c r m | destinations[0].name: must be 1 to 64",
                "to: crm | to: crn | routes[0].to: there is no destination acme/crn in destinations.yaml. Destinations there: acme/crm",
                "from: acme/web | from: acme/wbe | routes[0].from: there is no source acme/wbe in sources.yaml. Sources there: acme/web",
                "from: acme/web | from: web | routes[0].from: must be <tenant>/<source>",
            })
    void namesWhatIsWrong(String right, String wrong, String message) {
        assertThatThrownBy(() -> read(GOOD.replace(right, wrong)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("destinations.yaml")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'objective: {within: 0s}' | objective.within: must be from 1ms to 7d",
                "'objective: {share: 100%}' | '100%' is not a share; write one like 99.9%",
                "'objective: {share: 99.9}' | '99.9' is not a share; write one like 99.9%",
                "'objective: {share: 0%}' | '0%' is not a share; write one like 99.9%",
                "'filter: {type: page}' | destinations[0].filter: this version has no such behaviour",
                "'transform: x' | destinations[0].transform: this version has no such behaviour",
                "'rateLimit: 0/s' | destinations[0].rateLimit: must be none or at least 0.001/s",
                "'rateLimit: 100' | '100' is not a rate; write one like 100/s",
                "'ordering: strict' | destinations[0].ordering: must be none or key",
                "'ordering: key' | routes[0].to: destination acme/crm asks for order (ordering: key), which source acme/web does not keep",
                "'jurisdiction: e.u' | destinations[0].jurisdiction: must be 1 to 64",
                "'batch: {max: 0}' | batch.max",
                "'inFlight: 0' | destinations[0].inFlight: must be 1 to 1000",
                "'timeout: 1ms' | destinations[0].timeout: must be from 10ms"
            })
    void refusesByNameWhatItWouldNotDo(String line, String message) {
        assertThatThrownBy(() -> read(GOOD.replace("    kind:", "    " + line + "\n    kind:")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesARouteThatLeadsOutOfAJurisdiction() throws IOException {
        Files.writeString(
                folder.resolve("sources.yaml"),
                "sources: [{tenant: acme, name: web, writeKeys: [demo-key], jurisdiction: eu}]");
        SourcesConfig sources = SourcesConfig.read(
                folder,
                Map.of(),
                new RegionsConfig(
                        List.of(new Region("w", "eu", new Cluster("k:1", Map.of(), 0), List.of(), List.of()))));
        String abroad = GOOD.replace("    kind:", "    jurisdiction: us\n    kind:");
        assertThatThrownBy(() -> read(abroad, sources))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("routes[0].to: destination acme/crm is in 'us', and the events of source acme/web"
                        + " never leave 'eu'");
        assertThat(read(abroad.replace("us", "eu"), sources).routes()).hasSize(1);
        assertThat(read(GOOD, sources).routes()).hasSize(1);
    }

    @Test
    void refusesARetentionThatDeletesWhatIsStillTried() {
        assertThatThrownBy(() -> router("HEADWATER_KAFKA_TOPICS_RETENTION_EVENTS", "72h"))
                .hasMessageContaining("kafka.topics.retention.events: must be longer than retry.upTo (PT72H)");
        assertThatThrownBy(() -> router("HEADWATER_KAFKA_TOPICS_RETENTION_BACKLOG", "78h"))
                .hasMessageContaining("kafka.topics.retention.backlog: must be longer than retry.upTo and the last of");
        assertThat(router("HEADWATER_RETRY_UP_TO", "48h").retry().upTo()).isEqualTo(Duration.ofDays(2));
    }

    private static RouterConfig router(String variable, String value) {
        return RouterConfig.read(Path.of("..", "conf"), Map.of(variable, value));
    }

    @Test
    void refusesARouteThatFilters() {
        assertThatThrownBy(() -> read(GOOD.replace("to: crm}", "to: crm, filter: x}")))
                .hasMessageContaining("routes[0].filter: this version has no such behaviour");
    }

    @Test
    void refusesTwoDestinationsOfOneName() {
        String twice = GOOD.replace(
                "routes:", GOOD.substring(GOOD.indexOf("  - tenant"), GOOD.indexOf("routes:")) + "routes:");
        assertThatThrownBy(() -> read(twice)).hasMessageContaining("must each be named once, was 'acme/crm'");
    }

    @Test
    void allowsPrivateAddressesWhereItIsSaid() {
        String local = GOOD.replace("https://hooks.acme.example/events", "http://127.0.0.1:9000/hook")
                .replace("    kind:", "    allowPrivateAddresses: true\n    kind:");
        assertThat(read(local).destinations().get(0).endpoint().port()).isEqualTo(9_000);
    }

    @Test
    void neverShowsASecret() {
        assertThatThrownBy(() -> read(GOOD.replace("${env:CRM_SECRET}", "whsec_dG9wIHNlY3JldA==")))
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain("dG9wIHNlY3JldA"));
        assertThat(read(GOOD).toString()).doesNotContain("MfKQ").doesNotContain("/events");
    }

    @Test
    void theShippedFilesStartAsTheyAre() throws IOException {
        Path shipped = Path.of("..", "conf");
        SourcesConfig sources = SourcesConfig.read(shipped, Map.of(), RegionsConfig.NONE);
        assertThat(DestinationsConfig.read(shipped, Map.of(), sources).destinations())
                .isEmpty();
        RouterConfig router = RouterConfig.read(shipped, Map.of("HEADWATER_LANE_CAPACITY_EVENTS", "7"));
        assertThat(router.ops().port()).isEqualTo(8091);
        assertThat(router.lane().capacity().events()).isEqualTo(7);
    }

    private DestinationsConfig read(String yaml) {
        return read(yaml, SourcesConfig.read(folder, Map.of(), RegionsConfig.NONE));
    }

    private DestinationsConfig read(String yaml, SourcesConfig sources) {
        try {
            Files.writeString(folder.resolve("destinations.yaml"), yaml);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return DestinationsConfig.read(folder, Map.of("CRM_SECRET", SECRET), sources);
    }
}

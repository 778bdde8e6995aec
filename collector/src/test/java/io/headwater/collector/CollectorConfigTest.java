package io.headwater.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.config.ConfigException;
import io.headwater.config.Size;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorConfigTest {
    @TempDir
    Path folder;

    @Test
    void takesTheShippedValuesForWhatAFileDoesNotSay() throws IOException {
        CollectorConfig config = read("site: edge-7\nlimits: {event: 100KiB}", Map.of());
        assertThat(config.site()).isEqualTo("edge-7");
        assertThat(config.limits().event()).isEqualTo(Size.parse("100KiB"));
        assertThat(config.limits().request()).isEqualTo(Size.parse("5MiB"));
        assertThat(config.limits().inflated()).isEqualTo(Size.parse("20MiB"));
        assertThat(config.limits().depth()).isEqualTo(100);
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.http().requestTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.kafka().ackWithin()).isEqualTo(Duration.ofMillis(1_500));
    }

    @Test
    void takesTheEnvironmentOverTheFile() throws IOException {
        CollectorConfig config = read(
                "http: {port: 1}",
                Map.of(
                        "HEADWATER_HTTP_PORT", "0",
                        "HEADWATER_KAFKA_BOOTSTRAP_SERVERS", "k1:9092",
                        "HEADWATER_ADMISSION_IN_FLIGHT_BYTES", "2MiB",
                        "HEADWATER_OTHER", "ignored"));
        assertThat(config.http().port()).isZero();
        assertThat(config.kafka().bootstrapServers()).isEqualTo("k1:9092");
        assertThat(config.admission().inFlightBytes()).isEqualTo(new Size(2 << 20));
    }

    @Test
    void putsTheSpoolBesideTheOtherDataUnlessToldWhere() throws IOException {
        assertThat(read("", Map.of()).withData(folder).spool().dir())
                .isEqualTo(folder.resolve("spool").toString());
        assertThat(read("spool: {dir: /elsewhere}", Map.of())
                        .withData(folder)
                        .spool()
                        .dir())
                .isEqualTo("/elsewhere");
    }

    /** Beside each key the shipped file names its environment override; each is really one. */
    @Test
    void everyOverrideTheShippedFileNamesIsHeard() throws IOException {
        String shipped = shipped();
        Matcher named = Pattern.compile("# (HEADWATER_[A-Z_]+)").matcher(shipped);
        int found = 0;
        while (named.find()) {
            String name = named.group(1);
            String value = name.matches(".*(HOST|SERVERS|DIR)") ? "${env:NO_SUCH}" : "?!";
            assertThatThrownBy(() -> read("", Map.of(name, value))).as(name).isInstanceOf(ConfigException.class);
            found++;
        }
        assertThat(found).isGreaterThan(25);
    }

    private static String shipped() throws IOException {
        try (InputStream in = CollectorConfig.class.getResourceAsStream("/conf/collector.yaml")) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http: {prot: 1}          | http.prot           | Did you mean 'port'",
                "limit: {}                | limit               | Did you mean 'limits'",
                "zzzzzzzzzz: 1            | zzzzzzzzzz          | Known here",
                "kafka: {acks: 1}         | kafka.acks          | kafka.acks",
                "http: {requestTimeout: 10}        | http.requestTimeout | 20ms",
                "http: {requestTimeout: -1s}       | http.requestTimeout | -1s",
                "http: {requestTimeout: 10 years}  | http.requestTimeout | 10 years",
                "http: {requestTimeout: 1ms}       | http.requestTimeout | 100ms",
                "limits: {event: 512}              | limits.event        | 512KiB",
                "limits: {event: 512kb}            | limits.event        | 512kb",
                "limits: {event: 3MiB}             | limits.event        | 2MiB",
                "limits: {depth: deep}             | limits.depth        | deep",
                "limits: {depth: 0}                | limits.depth        | 1 to 10000",
                "limits: {inflated: 1MiB}          | limits.inflated     | limits.request",
                "http: {port: 70000}               | http.port           | 70000",
                "http: {maxConnections: 0}         | http.maxConnections | at least 1",
                "edges: {maxAge: 1s}               | edges.maxAge        | from 2s to 1d",
                "edges: {signingKeys: [secret]}    | edges.signingKeys[0] | must be an Ed25519 key as a JSON Web Key",
                "drain: {announce: -1s}           | drain.announce      | -1s",
                "drain: {announce: 1h}            | drain.announce      | from 0s to 10m",
                "admission: {headroom: 0.5}        | admission.headroom  | 0 to 0.4",
                "tracing: {endpoint: jaeger}       | tracing.endpoint    | http://localhost:4318/v1/traces",
                "tracing: {share: 2}               | tracing.share       | 0 to 1",
                "tracing: {service: a b}           | tracing.service     | letters",
                "tracing: {queue: 0}               | tracing.queue       | 1 to 1000000",
                "tracing: {headers: {'a b': c}}    | tracing.headers     | header names",
                "admission: {leastRequests: 5000}  | admission.leastRequests | admission.inFlightRequests (4096)",
                "admission: {easeWithin: 0ms}      | admission.easeWithin | 1ms to 1s",
                "admission: {lateAfter: 1ms}       | admission.lateAfter | 10ms to 10s, or 0s for never",
                "site: a.b                         | site                | a.b",
                "forward: {timeout: 1s}            | forward.timeout     | kafka.ackWithin",
                "kafka: {properties: {acks: 1}}    | kafka.properties.acks | must not be set",
                "log: {format: xml}                | log.format          | xml",
                "forward: {timeout: 1900ms}        | forward.timeout     | spool.syncWithin",
                "forward: {breaker: {hold: 0s}}    | forward.breaker.hold | 1ms",
                "forward: {breaker: {hold: 40s}}   | forward.breaker.holdUpTo | forward.breaker.hold",
                "forward: {drain: {beside: 0}}     | forward.drain.beside | at least 1",
                "forward: {drain: {inFlightBytes: 4GiB}} | forward.drain.inFlightBytes | 1GiB",
                "bus: shared                       | bus                 | local or clustered",
                "bus: clustered                    | cluster.host        | when bus is clustered",
                "cluster: {members: 'one,two'}     | cluster.members     | host:port",
                "cluster: {key: key.pem}           | cluster.key         | must be given with cluster.certificate",
                "{bus: clustered, cluster: {host: h, certificate: c, key: k, authorities: a, answerWithin: 1s}} | cluster.answerWithin | kafka.ackWithin",
                "spool: {maxBytes: 20MiB}           | spool.maxBytes      | three times spool.segmentBytes",
                "tls: {certificate: c.pem}         | tls.key             | must be given with tls.certificate",
                "tls: {clientAuthorities: a.pem}   | tls.clientAuthorities | needs tls.certificate",
                "tls: {lookEvery: 1ms}             | tls.lookEvery       | from 10ms to 1d",
                "admission: null                   | admission           | missing or empty",
            })
    void namesTheKeyAndWhatIsWrongWithIt(String yaml, String key, String what) {
        assertThatThrownBy(() -> read(yaml, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("collector.yaml: " + key)
                .hasMessageContaining(what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http: {port: 1}\nhttp: {port: 2}", "http: {port: 1, port: 2}", "http: [", "\t", "- 1"})
    void refusesWhatIsNoMappingOfDistinctKeys(String yaml) {
        assertThatThrownBy(() -> read(yaml, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("collector.yaml");
    }

    @Test
    void saysThatThereIsNoFileAndHowToMendIt() {
        assertThatThrownBy(() -> CollectorConfig.read(folder, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("collector.yaml")
                .hasMessageContaining("--conf");
    }

    private CollectorConfig read(String yaml, Map<String, String> environment) throws IOException {
        Files.writeString(folder.resolve("collector.yaml"), yaml);
        return CollectorConfig.read(folder, environment);
    }
}

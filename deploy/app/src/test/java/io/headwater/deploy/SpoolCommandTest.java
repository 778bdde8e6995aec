package io.headwater.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.collector.spool.Spool;
import io.headwater.collector.spool.SpoolConfig;
import io.headwater.config.Size;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolCommandTest {
    private static final String SEGMENT = "00000000000000000000.log";

    @TempDir
    Path home;

    private Path dir;
    private Cli cli;

    @BeforeEach
    void leaveASpool() {
        dir = home.resolve("spool");
        try (Spool spool = open()) {
            for (String id : List.of("a", "b", "c")) {
                spool.append(List.of(record(id))).toCompletableFuture().join();
            }
            spool.drained(1);
        }
        cli = new Cli(home, Map.of());
    }

    @Test
    void listsSegmentsAndPosition() {
        assertThat(cli.execute("spool", "--dir", dir.toString())).isZero();
        assertThat(cli.out().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).matches("segment +first  records  bytes  state"),
                        line -> assertThat(line).matches(SEGMENT + "  0 +3 +\\d+ +partly"),
                        line -> assertThat(line).isEmpty(),
                        line -> assertThat(line).isEqualTo("position    1"),
                        line -> assertThat(line).isEqualTo("to drain    2 records"),
                        line -> assertThat(line).isEqualTo("quarantine  0 files"));
    }

    @Test
    void showsWhatIsInsideAndNoData() {
        assertThat(cli.execute("spool", "show", "--dir", dir.toString())).isZero();
        assertThat(cli.out().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("number  topic"),
                        line -> assertThat(line)
                                .matches("1 +hw.events +3 +local\\.x\\.local\\.3 +7 +b +/acme/web +2026\\S+ +9"),
                        line -> assertThat(line).contains("  c  "));
        assertThat(cli.out()).doesNotContain("{");
    }

    @Test
    void showsDataWhenAsked() {
        cli.execute("spool", "show", "--dir", dir.toString(), "--number", "0", "--limit", "1", "--data");

        assertThat(cli.out().lines()).hasSize(2);
        assertThat(cli.out()).contains("{\"id\":\"a");
    }

    @Test
    void speaksJson() {
        cli.execute("spool", "--dir", dir.toString(), "--json");
        cli.execute("spool", "show", "--dir", dir.toString(), "--json", "--limit", "1", "--data");
        cli.execute("spool", "verify", "--dir", dir.toString(), "--json");

        assertThat(cli.out().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith(
                                        "{\"position\":1,\"undrained\":2,\"quarantined\":0,\"segments\":[{\"file\":"),
                        line -> assertThat(line)
                                .startsWith("{\"number\":1,\"topic\":\"hw.events\",\"partition\":3,")
                                .contains("\"id\":\"b\"", "\"data\":\"{\\\"id\\\""),
                        line -> assertThat(line).isEqualTo("{\"findings\":[]}"));
    }

    @Test
    void verifiesEveryBatch() {
        assertThat(cli.execute("spool", "verify", "--dir", dir.toString())).isZero();
        assertThat(cli.out()).isEqualToIgnoringNewLines("every batch is intact");
    }

    @Test
    void failsOnDamage() throws IOException {
        byte[] bytes = Files.readAllBytes(dir.resolve(SEGMENT));
        bytes[80] ^= 1;
        Files.write(dir.resolve(SEGMENT), bytes);

        assertThat(cli.execute("spool", "verify", "--dir", dir.toString())).isEqualTo(1);
        assertThat(cli.out()).contains(SEGMENT, "corrupt", "0–");
        assertThat(cli.err()).contains("the spool is damaged");
    }

    @Test
    void isRefusedWhileACollectorRuns() {
        try (Spool running = open()) {
            assertThat(running.problem()).isEmpty();
            assertThat(cli.execute("spool", "--dir", dir.toString())).isEqualTo(1);
            assertThat(cli.err()).contains("spool.dir " + dir + " is in use by", "Stop it first");
        }
    }

    @Test
    void saysWhereThereIsNoSpool() {
        assertThat(cli.execute("spool")).isEqualTo(1);
        assertThat(cli.err())
                .contains("there is no spool in " + home.resolve("deploy/target/collector/spool"), "spool.dir");
    }

    @Test
    void tellsWrongUsage() {
        assertThat(cli.execute("spool", "drain")).isEqualTo(2);
        assertThat(cli.execute("spool", "verify", "--number", "3")).isEqualTo(2);
        assertThat(cli.execute("spool", "show", "--limit", "0")).isEqualTo(2);
    }

    private Spool open() {
        Size size = Size.parse("64KiB");
        SpoolConfig config = new SpoolConfig(
                dir.toString(),
                Size.parse("1MiB"),
                size,
                Size.parse("0B"),
                Duration.ofSeconds(30),
                size,
                Duration.ofSeconds(1));
        return Spool.open(config, "local", Clock.systemUTC(), new SimpleMeterRegistry());
    }

    private static ProducerRecord<byte[], byte[]> record(String id) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>("hw.events", 3, id.getBytes(UTF_8), ("{\"id\":\"" + id + "\n").getBytes(UTF_8));
        Map.of(
                        "ce_id", id,
                        "ce_source", "/acme/web",
                        "ce_edge", "local.x.local.3",
                        "ce_seq", "7",
                        "ce_acceptedat", "2026-01-15T12:00:00.000000Z")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        return record;
    }
}

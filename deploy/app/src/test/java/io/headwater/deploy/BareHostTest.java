package io.headwater.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headwater.deploy.testkit.inject.Authority;
import io.headwater.deploy.testkit.inject.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shipped for hosts without an orchestrator is what systemd and HAProxy take. */
class BareHostTest {
    private static final Path DEPLOY = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"collector", "router"})
    void systemdTakesTheUnit(String side) throws Exception {
        Said said = verified(unit(side));
        assertThat(said.text()).isEmpty();
        assertThat(said.exit()).isZero();
    }

    /** So that the check above is one: systemd says what it does not know. */
    @Test
    void systemdSaysWhatItDoesNotTake() throws Exception {
        assertThat(verified(unit("collector").replace("Restart=always", "Restrat=always"))
                        .text())
                .contains("Restrat");
    }

    @Test
    void haproxyTakesItsConfiguration() throws Exception {
        Path config = DEPLOY.resolve("haproxy/headwater.cfg");
        assertThat(checked(Files.readString(config)).exit()).isZero();
        assertThat(checked(Files.readString(config).replace("leastconn", "leastcon"))
                        .exit())
                .isPositive();
    }

    private static String unit(String side) throws IOException {
        String unit = Files.readString(DEPLOY.resolve("systemd/headwater-" + side + ".service"));
        assertThat(unit).contains("ExecStart=/opt/headwater/deploy/headwater " + side);
        return unit.replace("/opt/headwater/deploy", DEPLOY.toString());
    }

    private Said verified(String unit) throws Exception {
        assumeTrue(
                Needs.program("systemd-analyze", "systemd").isEmpty(),
                "needs systemd-analyze (Debian: apt-get install systemd)");
        Path file = Files.writeString(folder.resolve("headwater.service"), unit);
        return run(Map.of(), "systemd-analyze", "verify", file.toString());
    }

    private Said checked(String config) throws Exception {
        assumeTrue(Needs.program("haproxy", "haproxy").isEmpty(), "needs haproxy (Debian: apt-get install haproxy)");
        Authority.Issued issued =
                Authority.in(Files.createTempDirectory(folder, "authority")).issue("edge");
        Path both = folder.resolve("edge.pem");
        Files.writeString(both, Files.readString(issued.certificate()) + Files.readString(issued.key()));
        Path file = Files.writeString(folder.resolve("haproxy.cfg"), config);
        return run(
                Map.of("CERTIFICATE", both.toString(), "COLLECTOR_1", "127.0.0.1", "COLLECTOR_2", "127.0.0.1"),
                Needs.find("haproxy").orElseThrow().toString(),
                "-c",
                "-f",
                file.toString());
    }

    private record Said(int exit, String text) {}

    private static Said run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}

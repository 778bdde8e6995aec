package io.headwater.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headwater.deploy.testkit.inject.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules for Prometheus: right, tested, and each alert with its runbook. */
class PrometheusTest {
    private static final Path DEPLOY = Path.of("..");
    private static final Path RULES = DEPLOY.resolve("prometheus/headwater.rules.yml");

    @Test
    void theRulesAreRight() throws IOException, InterruptedException {
        assertThat(promtool("check", "rules", "headwater.rules.yml")).isZero();
    }

    /** Healthy series and a brief blip fire nothing; a stall, a loss and all routers gone do. */
    @Test
    void theAlertsFireWhenTheyShouldAndOnlyThen() throws IOException, InterruptedException {
        assertThat(promtool("test", "rules", "headwater.rules.test.yml")).isZero();
    }

    @Test
    void everyAlertHasARunbookThatNamesIt() throws IOException {
        List<String> runbooks = Pattern.compile("runbook: (\\S+)")
                .matcher(Files.readString(RULES))
                .results()
                .map(each -> each.group(1))
                .distinct()
                .toList();
        assertThat(runbooks).hasSizeGreaterThan(10);
        for (String runbook : runbooks) {
            Path file = DEPLOY.resolve("..").resolve(runbook);
            assertThat(file).exists();
            String name = String.valueOf(file.getFileName()).replace(".md", "");
            assertThat(Files.readString(file)).startsWith("# " + name);
        }
    }

    private static int promtool(String... arguments) throws IOException, InterruptedException {
        assumeTrue(
                Needs.program("promtool", "prometheus").isEmpty(),
                "needs promtool (Debian: apt-get install prometheus)");
        ProcessBuilder command = new ProcessBuilder("promtool");
        command.command().addAll(List.of(arguments));
        Process process = command.directory(RULES.getParent().toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            System.out.println(said);
        }
        return exit;
    }
}

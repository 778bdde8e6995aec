package io.headwater.deploy.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.testkit.inject.Needs;
import io.headwater.deploy.testkit.rows.RowRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The rehearsal of several regions, which judges itself. */
@Faults
@Tag("faults")
class RehearsalIT {
    private static final Path REHEARSE =
            Path.of("..", "rehearse").toAbsolutePath().normalize();
    private static final Pattern REGION =
            Pattern.compile("(?m)^(\\S+) +(\\d+) +\\d+ +\\S+ +\\d+ ms +(\\d+) +(\\d+) +(\\d+) +(\\d+)$");

    @TempDir
    Path folder;

    @FaultRow(
            number = 48,
            name = "a line cut, a region's Kafka killed, a region evacuated, one lost and back with its old spool",
            injected = "network namespaces 80 ms apart; SIGKILL, SIGTERM",
            expected = "nothing lost, what is pinned nowhere outside, fresh events on time with a Kafka down",
            duplicates = Integer.MAX_VALUE)
    void regions(RowRun run) throws Exception {
        Rows.need(Needs.all(List.of(
                Needs.root(),
                Needs.program("ip", "iproute2"),
                Needs.program("gcc", "gcc libc6-dev"),
                Needs.program("curl", "curl"))));
        String said = rehearsed();
        List<MatchResult> regions = REGION.matcher(said).results().toList();
        assertThat(regions).as(said).hasSize(2);
        assertThat(regions).as(said).allSatisfy(region -> {
            assertThat(Integer.parseInt(region.group(2))).as("accepted").isPositive();
            assertThat(region.group(5)).as("lost").isEqualTo("0");
            assertThat(region.group(6)).as("violations").isEqualTo("0");
        });
        assertThat(Integer.parseInt(regions.get(0).group(3)))
                .as("what was in the spool of the region that was lost")
                .isPositive();
        assertThat(Integer.parseInt(regions.get(0).group(4)))
                .as("what went on elsewhere")
                .isPositive();
        run.note(said.lines()
                .filter(line -> line.startsWith("While the Kafka"))
                .findFirst()
                .orElse(""));
    }

    private String rehearsed() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        REHEARSE.toString(),
                        "--keep",
                        folder.resolve("rehearsal").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}

package io.headwater.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.pipeline.Distribution;
import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code headwater bench} as a person uses it who has no hour. */
class BenchCommandIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void ctrlCShowsWhatWasMeasuredAndLeavesNothingBehind() throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path page = folder.resolve("page.md");
        try (ChildProcess bench = start("--only", "start", "--rounds", "1000", "--page", page.toString())) {
            bench.awaitLine("start to ready: round 2 of 1000", PATIENCE);
            assertThat(temporary).isNotEmptyDirectory();
            bench.signal("INT");
            assertThat(bench.awaitExit(PATIENCE)).isEqualTo(130);
            assertThat(bench.lines()).anyMatch(line -> line.startsWith("start to ready"));
        }
        assertThat(page).content().contains("## Start to ready", "| collector |");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void aPageThatCannotBeWrittenIsRefusedAtOnce() {
        try (ChildProcess bench =
                start("--page", folder.resolve("none").resolve("page.md").toString())) {
            assertThat(bench.awaitExit(PATIENCE)).isEqualTo(2);
            assertThat(bench.lines()).last().asString().contains("--page: " + folder.resolve("none"));
        }
    }

    private ChildProcess start(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "bench";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        JavaCommand bench = Distribution.commandWithKafka(command)
                .withEnv(Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + folder.resolve("tmp")));
        return ChildProcess.start(bench, folder.resolve("output-" + System.nanoTime()));
    }
}

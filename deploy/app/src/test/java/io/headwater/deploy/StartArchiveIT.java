package io.headwater.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.pipeline.Distribution;
import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes the build left beside the program's jar: the JVM takes what a start needs from it. */
class StartArchiveIT {
    @TempDir
    Path folder;

    @Test
    void isWhatTheProgramStartsFrom() throws IOException {
        assertThat(Files.getLastModifiedTime(Distribution.archive()))
                .isGreaterThan(Files.getLastModifiedTime(Distribution.archive().resolveSibling("headwater.jar")));
        JavaCommand version = Distribution.command("--version")
                .withJvmFlags(
                        "-XX:+UseG1GC", "-XX:SharedArchiveFile=" + Distribution.archive(), "-Xlog:class+load:stdout");
        try (ChildProcess process = ChildProcess.start(version, folder.resolve("output"))) {
            assertThat(process.awaitExit(Installed.START)).isZero();
            assertThat(process.lines())
                    .anyMatch(line -> line.contains("io.headwater.deploy.Headwater source: shared objects file (top)"))
                    .as("classes of a form that an archive can hold")
                    .anyMatch(line -> line.contains("picocli.CommandLine source: shared objects file (top)"));
        }
    }
}

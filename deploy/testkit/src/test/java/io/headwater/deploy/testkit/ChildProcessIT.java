package io.headwater.deploy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    /** Says who it is and waits for a signal; "fail" makes it end at once with 3. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws InterruptedException {
            System.out.println("up as " + args[0] + " in " + System.getenv("PLACE") + System.getProperty("flag"));
            System.err.println("complaint");
            if (args[0].equals("fail")) {
                System.exit(3);
            }
            new CountDownLatch(1).await();
        }
    }

    @Test
    void passesArgumentsFlagsAndEnvironment() {
        JavaCommand command =
                JavaCommand.of(Child.class, "ann").withJvmFlags("-Dflag=!").withEnv(Map.of("PLACE", "Bonn"));
        try (ChildProcess child = ChildProcess.start(command, output())) {
            assertThat(child.awaitLine("up as (\\w+) in (.*)", SOON).group(2)).isEqualTo("Bonn!");
        }
    }

    @Test
    void tellsSigtermFromSigkillByTheExitCode() {
        try (ChildProcess child = started("a")) {
            child.terminate();
            assertThat(child.awaitExit(SOON)).isEqualTo(128 + 15);
        }
        try (ChildProcess child = started("b")) {
            child.kill9();
            assertThat(child.isAlive()).isFalse();
            assertThat(child.awaitExit(SOON)).isEqualTo(128 + 9);
        }
    }

    @Test
    void endsWithTheLastOutputWhenItWaitsInVain() {
        try (ChildProcess child = ChildProcess.start(JavaCommand.of(Child.class, "fail"), output())) {
            assertThatThrownBy(() -> child.awaitLine("never said", SOON))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("never said")
                    .hasMessageContaining("before its end")
                    .hasMessageContaining("complaint")
                    .hasMessageContaining(output().toString());
            assertThat(child.awaitExit(SOON)).isEqualTo(3);
        }
        try (ChildProcess child = started("c")) {
            assertThatThrownBy(() -> child.awaitExit(Duration.ofMillis(10)))
                    .hasMessageContaining("still running")
                    .hasMessageContaining("complaint");
        }
    }

    @Test
    void leavesNothingBehind() throws Exception {
        ChildProcess child = started("d");
        long pid = child.pid();
        child.close();

        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive)).isNotEqualTo(java.util.Optional.of(true));
        assertThat(Files.readString(output())).contains("up as d").contains("complaint");
    }

    private ChildProcess started(String name) {
        ChildProcess child = ChildProcess.start(JavaCommand.of(Child.class, name), output());
        child.awaitLine("complaint", SOON);
        return child;
    }

    private Path output() {
        return folder.resolve("output");
    }
}

package io.headwater.collector.spool;

import static io.headwater.collector.spool.SpoolFolder.keys;
import static io.headwater.collector.spool.SpoolFolder.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.JavaCommand;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolLockIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path temp;

    @Test
    void isOneProcessAtATimeAndEndsWithIt() {
        SpoolFolder folder = new SpoolFolder(temp.resolve("spool"));
        JavaCommand holder = JavaCommand.of(SpoolHolder.class, folder.path().toString());
        try (ChildProcess other = ChildProcess.start(holder, temp.resolve("output"))) {
            other.awaitLine("holding", SOON);
            String pid = Long.toString(other.pid());

            assertThatThrownBy(folder::open)
                    .isInstanceOf(SpoolUnusable.class)
                    .hasMessageContaining("in use by process " + pid);
            assertThatThrownBy(() -> SpoolInspection.open(folder.path())).hasMessageContaining("process " + pid);
            other.kill9();
        }
        try (Spool spool = folder.open()) {
            assertThat(keys(read(spool))).containsExactly("of the other process");
        }
    }
}

package io.headwater.deploy.testkit.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.JavaCommand;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFaultIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private DiskFault disk;

    /** Writes to the file and forces it through: with "each" to a new one each time; says how each try went. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) throws IOException {
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                write(Path.of(args.length > 2 ? args[0] + i : args[0]));
            }
        }

        private static void write(Path file) throws IOException {
            long begun = System.nanoTime();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(100));
                channel.force(false);
                System.out.println("synced after "
                        + Duration.ofNanos(System.nanoTime() - begun).toMillis());
            } catch (IOException e) {
                System.out.println("failed");
            }
        }
    }

    @BeforeEach
    void compile() {
        assumeThat(DiskFault.missing()).isEmpty();
        disk = DiskFault.in(folder.resolve("fault"));
    }

    @Test
    void isHealthyUntilToldOtherwise() throws IOException {
        assertThat(writing("2")).allMatch(line -> line.startsWith("synced"));
        disk.fail();
        disk.heal();
        assertThat(writing("1")).allMatch(line -> line.startsWith("synced"));
        assertThat(disk.failures()).isZero();
    }

    @Test
    void failsEveryTimeAndTellsWhoTriesTheSameFileAgain() throws IOException {
        disk.fail();

        assertThat(writing("3")).containsExactly("failed", "failed", "failed");
        assertThat(disk.failures()).isEqualTo(3);
        assertThat(disk.triedAgain()).isEqualTo(2);
    }

    @Test
    void findsNothingToTellOfWhoTakesANewFileEachTime() throws IOException {
        disk.failOnce();

        assertThat(writing("3", "each")).hasSize(3).first().isEqualTo("failed");
        assertThat(disk.failures()).isOne();
        assertThat(disk.triedAgain()).isZero();
    }

    @Test
    void takesItsTime() throws IOException {
        disk.slow(Duration.ofMillis(300));

        assertThat(writing("1")).singleElement().asString().matches("synced after (3\\d\\d|[4-9]\\d\\d|\\d{4,})");
    }

    private java.util.List<String> writing(String... more) throws IOException {
        String file = Files.createTempFile(folder, "written", "").toString();
        String[] arguments = new String[more.length + 1];
        arguments[0] = file;
        System.arraycopy(more, 0, arguments, 1, more.length);
        Map<String, String> environment = new HashMap<>(disk.environment());
        try (ChildProcess writer = ChildProcess.start(
                JavaCommand.of(Writer.class, arguments).withEnv(environment), folder.resolve("output"))) {
            assertThat(writer.awaitExit(SOON)).as(Arrays.toString(arguments)).isZero();
            writer.awaitLine("synced|failed", SOON);
            return writer.lines();
        }
    }
}

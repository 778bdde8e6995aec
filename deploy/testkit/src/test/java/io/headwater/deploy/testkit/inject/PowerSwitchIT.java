package io.headwater.deploy.testkit.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowerSwitchIT {
    private static final long SIZE = 32 * 1024 * 1024;

    @TempDir
    Path folder;

    @BeforeEach
    void root() {
        assumeThat(PowerSwitch.missing()).isEmpty();
    }

    @Test
    void keepsWhatWasForcedThroughAndForgetsWhatWasOnlyWritten() throws IOException {
        try (PowerSwitch power = PowerSwitch.disk(folder, SIZE)) {
            write(power.folder().resolve("forced"), true);
            write(power.folder().resolve("written"), false);

            try (Mount crashed = power.crash().mount()) {
                assertThat(Files.size(crashed.folder().resolve("forced"))).isEqualTo(1000);
                assertThat(crashed.folder().resolve("written")).matches(PowerSwitchIT::isGoneOrEmpty);
            }
            assertThat(Files.size(power.folder().resolve("written"))).isEqualTo(1000);
        }
    }

    @Test
    void crashesAnyNumberOfTimes() throws IOException {
        try (PowerSwitch power = PowerSwitch.disk(folder, SIZE)) {
            for (int i = 0; i < 3; i++) {
                write(power.folder().resolve("file-" + i), true);
                try (Mount crashed = power.crash().mount()) {
                    assertThat(crashed.folder().resolve("file-" + i)).exists();
                }
            }
        }
    }

    private static boolean isGoneOrEmpty(Path file) {
        try {
            return !Files.exists(file) || Files.size(file) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void write(Path file, boolean through) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileChannel parent = FileChannel.open(file.getParent())) {
            channel.write(ByteBuffer.allocate(1000));
            if (through) {
                channel.force(true);
                parent.force(true);
            }
        }
    }
}

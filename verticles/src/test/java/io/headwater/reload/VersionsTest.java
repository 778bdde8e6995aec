package io.headwater.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionsTest {
    @TempDir
    Path folder;

    private Path file;
    private final AtomicInteger reads = new AtomicInteger();

    private record Text(String text, Set<Path> files, String version) implements Versioned {}

    @BeforeEach
    void write() {
        file = folder.resolve("sources.yaml");
        write("first");
    }

    @Test
    void readsOnceWhatDoesNotChange() {
        assertThat(Versions.unchanged(Set.of(file), () -> read(() -> {})).text())
                .isEqualTo("first");
        assertThat(reads).hasValue(1);
    }

    @Test
    void readsAgainWhereFilesAreNotKnownBefore() {
        assertThat(Versions.unchanged(Set.of(), () -> read(() -> {})).text()).isEqualTo("first");
        assertThat(reads).hasValue(2);
    }

    @Test
    void aTextAndItsVersionBelongTogetherHoweverTheFileChanges() {
        Text found = Versions.unchanged(
                Set.of(file),
                () -> read(() -> {
                    if (reads.get() == 1) {
                        write("second");
                    }
                }));
        assertThat(found.text()).isEqualTo("second");
        assertThat(found.version()).isEqualTo(Versions.of(Set.of(file)));
    }

    @Test
    void whatNeverStaysTheSameIsRefused() {
        assertThatThrownBy(() -> Versions.unchanged(Set.of(file), () -> read(() -> write("again " + reads))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sources.yaml")
                .hasMessageContaining("change while they are read")
                .hasMessageContaining("move it into place");
    }

    private Text read(Runnable meanwhile) {
        try {
            String text = Files.readString(file);
            reads.incrementAndGet();
            meanwhile.run();
            return new Text(text, Set.of(file), Versions.of(Set.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

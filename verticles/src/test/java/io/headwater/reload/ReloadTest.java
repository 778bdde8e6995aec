package io.headwater.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.config.ConfigException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
    private static final int SOME_LOOKS = 10;

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final List<String> applied = new CopyOnWriteArrayList<>();
    private Path file;
    private Path secret;
    private Reload<Text> reload;

    /** What the file says, and its secret; wrong where it says "wrong" and no file of the name "mended" lies beside. */
    private record Text(String text, Path file, AtomicInteger looks) implements Versioned {
        @Override
        public String version() {
            return Versions.of(Set.of(file));
        }

        /* Asked for at each look. */
        @Override
        public Set<Path> files() {
            looks.incrementAndGet();
            return Set.of(file);
        }
    }

    @BeforeEach
    void follow() {
        file = folder.resolve("sources.yaml");
        secret = folder.resolve("secret");
        write(secret, "hush");
        write(file, "first: ${file:secret}");
        reload = new Reload<>(read(), new ReloadConfig(Duration.ofMillis(10)), likely -> read(), Clock.systemUTC());
        reload.follow(vertx, new SimpleMeterRegistry(), "side", found -> {
            applied.add(found.text());
            return Future.succeededFuture();
        });
    }

    @AfterEach
    void close() {
        reload.stop(vertx).await();
        vertx.close().await();
    }

    @Test
    void whatStaysAsItIsIsReadOnceMoreAndThenOnlyLookedAt() {
        awaitLooks();
        int once = reads.get();
        awaitLooks();
        assertThat(reads).hasValue(once);
        assertThat(applied).isEmpty();
    }

    @Test
    void anotherTextAndAnotherSecretAreReadAndApplied() {
        awaitLooks();
        write(file, "second: ${file:secret}");
        await().until(() -> applied.equals(List.of("second: hush")));
        awaitLooks();
        write(secret, "hush hush");
        await().until(() -> applied.equals(List.of("second: hush", "second: hush hush")));
    }

    @Test
    void whatIsWrongIsReadUntilItIsRightThoughItStaysAsItIs() {
        write(file, "wrong");
        awaitLooks();
        assertThat(applied).isEmpty();
        write(folder.resolve("mended"), "");
        await().until(() -> applied.equals(List.of("wrong")));
    }

    private void awaitLooks() {
        int before = looks.get();
        await().until(() -> looks.get() > before + SOME_LOOKS);
    }

    private Text read() {
        reads.incrementAndGet();
        try {
            String text = Files.readString(file);
            if (text.equals("wrong") && Files.notExists(folder.resolve("mended"))) {
                throw new ConfigException(file.toString(), "", "it is wrong", "Mend it");
            }
            return new Text(text.replace("${file:secret}", Files.readString(secret)), file, looks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Path beside = Files.writeString(file.resolveSibling("new"), text);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

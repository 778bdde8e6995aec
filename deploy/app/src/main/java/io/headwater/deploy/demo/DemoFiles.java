package io.headwater.deploy.demo;

import io.headwater.deploy.process.ConfigFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The demo's own {@code sources.yaml} and {@code destinations.yaml}, written out for people to look at. */
final class DemoFiles {
    /** The CloudEvents source of the sample players. */
    static final String PLAYERS = "/demo/players";

    static final String PLAYERS_KEY = "players-key";
    static final String YOUR_KEY = "demo-key";

    private DemoFiles() {}

    /** Writes both to {@code folder}, to be read with the webhook's address and secret in the environment. */
    static ConfigFolder write(Path folder, Map<String, String> environment, String url, WebhookSecret secret) {
        for (String name : List.of("sources.yaml", "destinations.yaml")) {
            copy(name, folder);
        }
        Map<String, String> more = new HashMap<>(environment);
        more.put("HEADWATER_DEMO_WEBHOOK_URL", url);
        more.put("HEADWATER_DEMO_WEBHOOK_SECRET", secret.text());
        return new ConfigFolder(folder, more);
    }

    private static void copy(String name, Path folder) {
        try (InputStream in = Objects.requireNonNull(DemoFiles.class.getResourceAsStream("/demo/" + name))) {
            Files.createDirectories(folder);
            Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

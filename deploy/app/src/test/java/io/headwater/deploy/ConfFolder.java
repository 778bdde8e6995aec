package io.headwater.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A checkout's {@code conf/} that a test writes. It starts right, with one source led to one destination. */
final class ConfFolder {
    static final String SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final Path home;

    private ConfFolder(Path home) {
        this.home = home;
    }

    static ConfFolder in(Path home) {
        ConfFolder folder = new ConfFolder(home);
        folder.write("collector.yaml", "");
        folder.write("router.yaml", "");
        folder.write("sources.yaml", "sources:\n  - {tenant: acme, name: web, writeKeys: [web-key]}\n");
        folder.write("destinations.yaml", """
                destinations:
                  - name: crm
                    tenant: acme
                    kind: webhook
                    url: https://hooks.acme.example/events/s3cret
                    secret: %s
                    format: cloudevents-batch
                routes:
                  - {from: acme/web, to: crm}
                """.formatted(SECRET));
        return folder;
    }

    /** One that is there already. */
    static ConfFolder at(Path conf) {
        return new ConfFolder(conf.toAbsolutePath().getParent());
    }

    Path path() {
        return home.resolve("conf");
    }

    Path file(String name) {
        return path().resolve(name);
    }

    ConfFolder write(String name, String text) {
        try {
            Files.createDirectories(path());
            Files.writeString(file(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    ConfFolder replace(String name, String what, String with) {
        try {
            return write(name, Files.readString(file(name)).replace(what, with));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConfFolder delete(String name) {
        try {
            Files.delete(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Cli cli(Map<String, String> environment) {
        return new Cli(home, environment);
    }

    Cli cli() {
        return cli(Map.of());
    }
}

package io.headwater.deploy.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A configuration folder: free ports, two sources, and routes from both to every destination that has any.
 *
 * <pre>
 *   acme/players  demo-key                   native events
 *   acme/segment  wk_test_0123456789abcdef   the key that the captured requests carry
 * </pre>
 */
final class Conf {
    static final String PLAYERS_KEY = "demo-key";

    private static final String SOURCES = """
            sources:
              - {tenant: acme, name: players, writeKeys: [demo-key]}
              - {tenant: acme, name: segment, writeKeys: [wk_test_0123456789abcdef]}
            """;

    private Conf() {}

    /** One destination; where a route leads to it, one from each source does. */
    record Destination(String name, String format, int port, boolean routed) {
        String text() {
            return """
                      - name: %s
                        tenant: acme
                        kind: webhook
                        url: http://127.0.0.1:%d/hook
                        secret: %s
                        format: %s
                        batch: {max: 50, linger: 5ms}
                        allowPrivateAddresses: true
                    """.formatted(name, port, Sink.SECRET, format);
        }

        String routes() {
            return routed ? """
                      - {from: acme/players, to: %1$s}
                      - {from: acme/segment, to: %1$s}
                    """.formatted(name) : "";
        }
    }

    static void write(Path folder, List<Destination> destinations) {
        StringBuilder text = new StringBuilder("destinations:\n");
        destinations.forEach(each -> text.append(each.text()));
        text.append("routes:\n");
        destinations.forEach(each -> text.append(each.routes()));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("collector.yaml"), """
                    site: test
                    http: {host: 127.0.0.1, port: 0}
                    ops: {host: 127.0.0.1, port: 0}
                    spool: {dir: '%s', segmentBytes: 4MiB}
                    """.formatted(folder.resolveSibling("spool")));
            Files.writeString(folder.resolve("router.yaml"), "ops: {host: 127.0.0.1, port: 0}\n");
            Files.writeString(folder.resolve("sources.yaml"), SOURCES);
            Files.writeString(folder.resolve("destinations.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

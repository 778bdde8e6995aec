package io.headwater.deploy.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A configuration folder: free ports, sources, destinations, and the routes between them. Two sources are always there:
 *
 * <pre>
 *   acme/players  demo-key                   native events
 *   acme/segment  wk_test_0123456789abcdef   the key that the captured requests carry
 * </pre>
 */
public final class Conf {
    public static final Source PLAYERS = new Source("players", "demo-key", "");

    private static final Source SEGMENT = new Source("segment", "wk_test_0123456789abcdef", "");

    private Conf() {}

    /**
     * One source.
     *
     * @param more further keys in YAML's flow style, each begun with a comma
     */
    public record Source(String name, String key, String more) {
        String text() {
            return "  - {tenant: acme, name: %s, writeKeys: [%s]%s}%n".formatted(name, key, more);
        }
    }

    /**
     * One destination.
     *
     * @param more further keys, a line each
     * @param from the names of the sources that are routed to it
     */
    public record Destination(String name, String format, String url, String more, List<String> from) {
        private static final String USUAL = """
                batch: {max: 50, linger: 5ms}
                allowPrivateAddresses: true
                """;

        /** One for both usual sources. */
        public Destination(String name, String format, String url) {
            this(name, format, url, USUAL, List.of(PLAYERS.name(), SEGMENT.name()));
        }

        /** The same, fed by other sources. */
        public Destination from(List<String> sources) {
            return new Destination(name, format, url, more, sources);
        }

        /** The same with further keys, a line each, in place of the usual batching. */
        public Destination with(String keys) {
            return new Destination(name, format, url, keys, from);
        }

        String text() {
            return """
                      - name: %s
                        tenant: acme
                        kind: webhook
                        url: %s
                        secret: %s
                        format: %s
                    %s""".formatted(name, url, Sink.SECRET, format, more.indent(4));
        }

        String routes() {
            return String.join(
                    "",
                    from.stream()
                            .map(source -> "  - {from: acme/%s, to: %s}%n".formatted(source, name))
                            .toList());
        }
    }

    /** Writes all files, the usual sources beside those given. */
    public static void write(Path folder, List<Source> sources, List<Destination> destinations) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("collector.yaml"), """
                    site: test
                    http: {host: 127.0.0.1, port: 0}
                    ops: {host: 127.0.0.1, port: 0}
                    """);
            Files.writeString(folder.resolve("router.yaml"), "ops: {host: 127.0.0.1, port: 0}\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        writeData(folder, sources, destinations);
    }

    /** Writes the two files that are data, as somebody does while processes run. */
    public static void writeData(Path folder, List<Source> sources, List<Destination> destinations) {
        List<String> known = new ArrayList<>(List.of("sources:\n"));
        Stream.concat(Stream.of(PLAYERS, SEGMENT), sources.stream())
                .map(Source::text)
                .forEach(known::add);
        List<String> there = new ArrayList<>(List.of("destinations:\n"));
        destinations.forEach(each -> there.add(each.text()));
        there.add("routes:\n");
        destinations.forEach(each -> there.add(each.routes()));
        try {
            Files.writeString(folder.resolve("sources.yaml"), String.join("", known));
            Files.writeString(folder.resolve("destinations.yaml"), String.join("", there));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.headwater.deploy.testkit.inject;

import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * HAProxy before several collectors, set up as for production: it asks each whether it is ready, sends to those that are,
 * and what one does not take, to another.
 */
public final class LoadBalancer implements AutoCloseable {
    private static final String SETTINGS = """
            global
              maxconn 1000
            defaults
              mode http
              timeout connect 1s
              timeout client 60s
              timeout server 60s
              option redispatch 1
              retries 5
            frontend ingest
              bind 127.0.0.1:%d
              default_backend collectors
            backend collectors
              balance roundrobin
              option httpchk GET /health/ready
              http-check expect status 200
            %s
            """;

    private final int port;
    private final ChildProcess process;

    /**
     * One that it sends to.
     *
     * @param ingest the port that takes events
     * @param operate the port that says whether it is ready
     */
    public record Entrance(int ingest, int operate) {
        private String line(int number) {
            return "  server c%d 127.0.0.1:%d check port %d inter 100ms fall 3 rise 1%n"
                    .formatted(number, ingest, operate);
        }
    }

    private LoadBalancer(Path folder, List<Entrance> entrances) throws IOException {
        this.port = FreePorts.one();
        String servers = IntStream.range(0, entrances.size())
                .mapToObj(number -> entrances.get(number).line(number))
                .collect(Collectors.joining());
        Path settings = Files.writeString(
                Files.createDirectories(folder).resolve("haproxy.cfg"), SETTINGS.formatted(port, servers));
        String program = Needs.find("haproxy").map(Path::toString).orElse("haproxy");
        this.process = ChildProcess.start(
                new ProcessBuilder(program, "-db", "-f", settings.toString()), folder.resolve("haproxy.out"));
    }

    /** What is missing on this machine, if anything. */
    public static Optional<String> missing() {
        return Needs.program("haproxy", "haproxy");
    }

    /** One that has just been started. */
    public static LoadBalancer of(Path folder, List<Entrance> entrances) {
        try {
            return new LoadBalancer(folder, entrances);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients connect to. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }
}

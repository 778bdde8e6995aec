package io.headwater.deploy.testkit;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * How a sink is set up.
 *
 * @param port the port on 127.0.0.1; 0 takes any free one
 * @param secret {@code whsec_} and base64, with which deliveries are signed
 * @param journal where accepted events are written down, if anywhere
 * @param clock what a delivery's timestamp is compared with
 * @param remembers whether requests are kept in memory for the test to ask about
 */
public record SinkOptions(int port, String secret, Optional<Path> journal, Clock clock, boolean remembers) {
    public static SinkOptions of(String secret) {
        return new SinkOptions(0, secret, Optional.empty(), Clock.systemUTC(), true);
    }

    public SinkOptions on(int listeningPort) {
        return new SinkOptions(listeningPort, secret, journal, clock, remembers);
    }

    public SinkOptions writing(Path file) {
        return new SinkOptions(port, secret, Optional.of(file), clock, remembers);
    }

    public SinkOptions at(Clock time) {
        return new SinkOptions(port, secret, journal, time, remembers);
    }

    /** For long runs: counts and writes its journal, keeps no request. */
    public SinkOptions forgetful() {
        return new SinkOptions(port, secret, journal, clock, false);
    }

    /** From {@code --port N --secret S --journal FILE}; port and journal may be left out. */
    static SinkOptions parse(String[] args) {
        SinkOptions options = of("");
        for (int i = 0; i + 1 < args.length; i += 2) {
            options = switch (args[i]) {
                case "--port" -> options.on(Integer.parseInt(args[i + 1]));
                case "--journal" -> options.writing(Path.of(args[i + 1]));
                case "--secret" ->
                    new SinkOptions(options.port, args[i + 1], options.journal, options.clock, options.remembers);
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            };
        }
        return options;
    }
}

package io.headwater.deploy.operate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which events a command means, by when they were accepted and whose they are. */
final class PeriodOptions {
    @Option(
            names = "--from",
            paramLabel = "TIME",
            defaultValue = "1h",
            description =
                    "Accepted since then: 2026-01-31T08:00:00Z, or how long ago: 30m, 2h (default: ${DEFAULT-VALUE}).")
    private String from = "1h";

    @Option(names = "--to", paramLabel = "TIME", description = "Accepted before then (default: now).")
    private Optional<String> to = Optional.empty();

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Only this tenant's.")
    private Optional<String> tenant = Optional.empty();

    @Option(names = "--destination", paramLabel = "TENANT/NAME", description = "Only this destination's.")
    private Optional<String> destination = Optional.empty();

    /** As the arguments of a call. */
    Map<String, String> arguments() {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("from", from);
        to.ifPresent(value -> arguments.put("to", value));
        tenant.ifPresent(value -> arguments.put("tenant", value));
        destination.ifPresent(value -> arguments.put("destination", value));
        return arguments;
    }
}

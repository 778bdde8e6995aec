package io.headwater.deploy.operate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which dead letters a command means. */
final class LetterOptions {
    @Option(names = "--destination", paramLabel = "TENANT/NAME", description = "Owed to this destination.")
    private Optional<String> destination = Optional.empty();

    @Option(names = "--source", paramLabel = "TENANT/NAME", description = "Of events from this source.")
    private Optional<String> source = Optional.empty();

    @Option(names = "--type", paramLabel = "TYPE", description = "Of events of this type.")
    private Optional<String> type = Optional.empty();

    @Option(
            names = "--reason",
            paramLabel = "WORD",
            description = "refused, unfit, unreadable, expired, removed, skipped, pinned or poison.")
    private Optional<String> reason = Optional.empty();

    @Option(names = "--id", paramLabel = "ID", description = "Of the event with this id.")
    private Optional<String> id = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Dead since then: 2026-01-31T08:00:00Z, or how long ago: 30m, 2h, 3d.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "TIME", description = "Dead before then.")
    private Optional<String> until = Optional.empty();

    /** As the arguments of a call. */
    Map<String, String> arguments() {
        Map<String, String> arguments = new LinkedHashMap<>();
        destination.ifPresent(value -> arguments.put("destination", value));
        source.ifPresent(value -> arguments.put("source", value));
        type.ifPresent(value -> arguments.put("type", value));
        reason.ifPresent(value -> arguments.put("reason", value));
        id.ifPresent(value -> arguments.put("id", value));
        since.ifPresent(value -> arguments.put("since", value));
        until.ifPresent(value -> arguments.put("until", value));
        return arguments;
    }
}

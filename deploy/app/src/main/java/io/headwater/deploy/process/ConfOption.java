package io.headwater.deploy.process;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --conf}, as several commands have it. */
public final class ConfOption {
    @Option(
            names = "--conf",
            paramLabel = "DIR",
            description = "Reads the configuration in DIR (default: conf/ of this checkout).")
    private Optional<Path> folder = Optional.empty();

    public ConfigFolder folder(Surroundings surroundings) {
        return new ConfigFolder(folder.orElseGet(surroundings::conf), surroundings.environment());
    }
}

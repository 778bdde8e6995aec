package io.headwater.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.FailpointSwitch;
import io.headwater.deploy.testkit.JavaCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** One process of the pipeline, which may have several lives; the output of each is a file of its own. */
public final class Part implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final String name;
    private final Path folder;
    private final Supplier<JavaCommand> command;
    private Optional<ChildProcess> process = Optional.empty();
    private int lives;

    Part(String name, Path folder, Supplier<JavaCommand> command) {
        this.name = name;
        this.folder = folder;
        this.command = command;
    }

    /** Starts it and returns at once; {@link #port} waits. */
    public Part start() {
        close();
        lives++;
        process = Optional.of(ChildProcess.start(command.get(), folder.resolve(name + "." + lives + ".out")));
        return this;
    }

    /** The port after this word in the line that says so, once it has come. */
    public int port(String word) {
        return Integer.parseInt(
                alive().awaitLine("^" + word + "\\b.*?:?(\\d+)(/\\S*)?$", START).group(1));
    }

    public void kill9() {
        alive().kill9();
    }

    /** Asks it to stop (SIGTERM); what it says until its end is still read. */
    public void terminate() {
        alive().signal("TERM");
    }

    public int awaitExit() {
        return alive().awaitExit(STOP);
    }

    /** Waits until a failpoint has ended it. */
    public void awaitHalt() {
        assertThat(alive().awaitExit(START)).as("ended by its failpoint").isEqualTo(FailpointSwitch.HALTED);
    }

    public long pid() {
        return alive().pid();
    }

    public void pause() {
        alive().signal("STOP");
    }

    public void goOn() {
        alive().signal("CONT");
    }

    public boolean isAlive() {
        return process.filter(ChildProcess::isAlive).isPresent();
    }

    /** What it has written in this life. */
    public String output() {
        return String.join("\n", alive().lines());
    }

    @Override
    public void close() {
        process.ifPresent(ChildProcess::close);
        process = Optional.empty();
    }

    private ChildProcess alive() {
        return process.orElseThrow(() -> new IllegalStateException(name + " was never started"));
    }
}

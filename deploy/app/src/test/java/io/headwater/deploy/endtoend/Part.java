package io.headwater.deploy.endtoend;

import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.JavaCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** One process of the pipeline, which may have several lives; the output of each is a file of its own. */
final class Part implements AutoCloseable {
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
    Part start() {
        close();
        lives++;
        process = Optional.of(ChildProcess.start(command.get(), folder.resolve(name + "." + lives + ".out")));
        return this;
    }

    /** The port after this word in the line that says so, once it has come. */
    int port(String word) {
        return Integer.parseInt(
                alive().awaitLine("^" + word + "\\b.*?:?(\\d+)(/\\S*)?$", START).group(1));
    }

    void kill9() {
        alive().kill9();
    }

    /** Asks it to stop (SIGTERM); what it says until its end is still read. */
    void terminate() {
        alive().signal("TERM");
    }

    int awaitExit() {
        return alive().awaitExit(STOP);
    }

    void pause() {
        alive().signal("STOP");
    }

    void goOn() {
        alive().signal("CONT");
    }

    boolean isAlive() {
        return process.filter(ChildProcess::isAlive).isPresent();
    }

    /** What it has written in this life. */
    String output() {
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

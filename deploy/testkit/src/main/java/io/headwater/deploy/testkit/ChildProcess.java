package io.headwater.deploy.testkit;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running child process that a test watches, kills and never leaves behind.
 *
 * <p>Its output goes to a file, standard error included, and failures here end with the last of it.
 */
public final class ChildProcess implements AutoCloseable {
    private static final int TAIL = 40;

    private final Process process;
    private final Path output;
    private final Thread killAtExit;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private ChildProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
        this.killAtExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killAtExit);
        Thread reader = new Thread(this::readOutput, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a main class in a JVM like this one, its output written to the given file. */
    public static ChildProcess start(JavaCommand command, Path output) {
        return start(command.builder(), output);
    }

    /** Starts any command, its output written to the given file, in a folder that is made for it. */
    public static ChildProcess start(ProcessBuilder command, Path output) {
        try {
            Files.createDirectories(output.toAbsolutePath().getParent());
            command.command(Interruptible.command(command.command()));
            return new ChildProcess(command.redirectErrorStream(true).start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the first line, from the beginning of the output, in which the pattern is found. */
    public MatchResult awaitLine(String regex, Duration within) {
        Pattern pattern = Pattern.compile(regex);
        long deadline = System.nanoTime() + within.toNanos();
        synchronized (lines) {
            for (int next = 0; ; next++) {
                if (!hasLine(next, deadline)) {
                    throw failure("no line with \"" + regex + "\" " + (ended ? "before its end" : "in " + within));
                }
                Matcher matcher = pattern.matcher(lines.get(next));
                if (matcher.find()) {
                    return matcher.toMatchResult();
                }
            }
        }
    }

    /** Everything it has written so far, by line. */
    public List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as a power switch would (SIGKILL) and returns when it is gone. */
    public void kill9() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /** Asks it to stop (SIGTERM); {@link #awaitExit} tells how it did. */
    public void terminate() {
        process.destroy();
    }

    /** Sends any signal by its name, such as STOP or CONT. */
    public void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw failure("kill -" + name + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Waits until it has ended and returns its exit code. */
    public int awaitExit(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure("still running after " + within);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        kill9();
        Runtime.getRuntime().removeShutdownHook(killAtExit);
    }

    private boolean hasLine(int index, long deadline) {
        while (index >= lines.size() && !ended) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (millis <= 0) {
                return false;
            }
            try {
                lines.wait(millis);
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
        return index < lines.size();
    }

    private void readOutput() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter out = Files.newBufferedWriter(output)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.append(line).append('\n').flush();
                add(line);
            }
        } catch (IOException e) {
            add("its output could not be read: " + e);
        } finally {
            synchronized (lines) {
                ended = true;
                lines.notifyAll();
            }
        }
    }

    private void add(String line) {
        synchronized (lines) {
            lines.add(line);
            lines.notifyAll();
        }
    }

    private AssertionError failure(String what) {
        List<String> all = lines();
        List<String> tail = all.subList(Math.max(0, all.size() - TAIL), all.size());
        String command = process.info().commandLine().orElse("child process") + " (pid " + pid() + ")";
        return new AssertionError(
                command + ": " + what + "\nits last output, all of it in " + output + ":\n" + String.join("\n", tail));
    }

    private static IllegalStateException interrupted() {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for a child process");
    }
}

package io.headwater.deploy.bench;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A child process of the bench on the same class path. Its errors come through; it ends with the bench. */
final class Worker implements AutoCloseable {
    /** The most heap of each process. */
    static final long HEAP_BYTES = 512L << 20;

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
    private static volatile boolean over;

    private final String name;
    private final Process process;
    private final BufferedReader out;
    private final PrintWriter in;

    private Worker(String name, Process process) {
        this.name = name;
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    static Worker start(Class<?> main, List<String> args, Map<String, String> environment) throws IOException {
        return start(List.of(), main, args, environment);
    }

    /** @param heap the most of it, in bytes */
    static Worker start(long heap, Class<?> main, List<String> args, Map<String, String> environment)
            throws IOException {
        return start(List.of("-Xmx" + heap), main, args, environment);
    }

    /** @param options of its JVM */
    static Worker start(List<String> options, Class<?> main, List<String> args, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_BYTES,
                "-XX:+UseG1GC"));
        command.addAll(givenBack());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        RUNNING.add(process);
        if (over) {
            endAll();
        }
        String first = args.isEmpty() ? "" : args.get(0);
        boolean isPart = main.getSimpleName().equals("Headwater");
        return new Worker(isPart ? first : main.getSimpleName(), process);
    }

    /* What deploy/headwater has this JVM give back of its memory, the parts of the product give back too. */
    private static List<String> givenBack() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:TrimNativeHeapInterval="))
                .toList();
    }

    /** Ends all of them and each that is started yet, so that whoever waits for one fails. */
    static void endAll() {
        over = true;
        RUNNING.forEach(Process::destroyForcibly);
    }

    /** What it is: a part of Headwater, or a class of the bench. */
    String name() {
        return name;
    }

    /** Reads lines until one matches; gives its first group. Fails when the process ends before. */
    String await(String regex) throws IOException {
        Pattern pattern = Pattern.compile(regex);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher.groupCount() == 0 ? line : matcher.group(1);
            }
        }
        throw new IOException(name + " ended before it was ready; what it said stands above");
    }

    /** Waits until the far end serves {@link Commands}. */
    Worker ready() throws IOException {
        await("\"ready\":true");
        return this;
    }

    JsonObject ask(String command) throws IOException {
        in.println(command);
        String line = out.readLine();
        if (line == null) {
            throw new IOException(name + " ended during '" + command + "'");
        }
        JsonObject answer = new JsonObject(line);
        if (answer.containsKey("error")) {
            throw new IOException(name + ": " + answer.getString("error"));
        }
        return answer;
    }

    /** The CPU time it has used so far, of all its threads; in steps of ten milliseconds. */
    Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What of its memory is resident, in bytes, as the kernel counts it. */
    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException(name + " has no resident memory");
    }

    long pid() {
        return process.pid();
    }

    /** Sends a signal by its name, such as STOP or CONT. */
    void signal(String name) throws IOException {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IOException("kill -" + name + " ended with " + kill.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        in.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        RUNNING.remove(process);
    }
}

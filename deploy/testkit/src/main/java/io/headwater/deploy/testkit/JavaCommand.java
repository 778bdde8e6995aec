package io.headwater.deploy.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A main class to run in a JVM of its own.
 *
 * @param classpath where the classes come from
 * @param jvmFlags what stands before the main class
 * @param env what is added to this process's environment
 * @param within a command that becomes the one it is followed by
 */
public record JavaCommand(
        String mainClass,
        List<String> args,
        String classpath,
        List<String> jvmFlags,
        Map<String, String> env,
        List<String> within) {
    public JavaCommand {
        args = List.copyOf(args);
        jvmFlags = List.copyOf(jvmFlags);
        env = Map.copyOf(env);
        within = List.copyOf(within);
    }

    /** With this JVM's classpath and environment, a small heap, and the compiler that is done soon. */
    public static JavaCommand of(Class<?> main, String... args) {
        return of(main.getName(), args);
    }

    public static JavaCommand of(String mainClass, String... args) {
        List<String> small =
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.net.preferIPv4Stack=true");
        return new JavaCommand(mainClass, List.of(args), ownClasspath(), small, Map.of(), List.of());
    }

    public JavaCommand withClasspath(String other) {
        return new JavaCommand(mainClass, args, other, jvmFlags, env, within);
    }

    /** Replaces the flags for a small heap. */
    public JavaCommand withJvmFlags(String... flags) {
        return new JavaCommand(mainClass, args, classpath, List.of(flags), env, within);
    }

    public JavaCommand withEnv(Map<String, String> added) {
        return new JavaCommand(mainClass, args, classpath, jvmFlags, added, within);
    }

    /** Started by another command, which arranges its surroundings. */
    public JavaCommand withinCommand(List<String> command) {
        return new JavaCommand(mainClass, args, classpath, jvmFlags, env, command);
    }

    ProcessBuilder builder() {
        List<String> command = new ArrayList<>(within);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", classpath, mainClass));
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(env);
        return builder;
    }

    /** Surefire hides the classpath of tests in a manifest and names it in a property. */
    private static String ownClasspath() {
        String plain = System.getProperty("java.class.path", "");
        return System.getProperty("surefire.test.class.path", plain);
    }
}

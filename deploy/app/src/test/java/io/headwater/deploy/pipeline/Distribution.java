package io.headwater.deploy.pipeline;

import io.headwater.deploy.testkit.JavaCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code headwater} command as it is packaged: collector and router without the Kafka server's jars. Where nothing is
 * packaged, as in an IDE, the class path of the tests.
 */
public final class Distribution {
    private static final String MAIN = "io.headwater.deploy.Headwater";
    private static final String[] JVM = {
        "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.net.preferIPv4Stack=true"
    };
    private static final Path FOLDER = Path.of("target", "headwater").toAbsolutePath();

    private Distribution() {}

    public static JavaCommand command(String... args) {
        return at(FOLDER.resolve("headwater.jar") + ":" + FOLDER.resolve("lib") + "/*", args);
    }

    /** A command that brings its own Kafka. */
    public static JavaCommand commandWithKafka(String... args) {
        String lib = FOLDER.resolve("lib") + "/*";
        return at(FOLDER.resolve("headwater.jar") + ":" + lib + ":" + FOLDER.resolve("broker") + "/*", args);
    }

    /** The command, ending at a failpoint, which only the class path of the tests has. */
    public static JavaCommand stopping(String failpoint, String... args) {
        return JavaCommand.of(MAIN, args).withJvmFlags(jvmAnd("-Dheadwater.failpoint=" + failpoint));
    }

    /** A main class of the tests. */
    public static JavaCommand test(Class<?> main, String... args) {
        return JavaCommand.of(main, args).withJvmFlags(JVM);
    }

    private static JavaCommand at(String classpath, String... args) {
        JavaCommand command = JavaCommand.of(MAIN, args).withJvmFlags(JVM);
        if (!Files.exists(FOLDER.resolve("headwater.jar"))) {
            return command;
        }
        return command.withClasspath(classpath).withJvmFlags(jvmAnd("-XX:SharedArchiveFile=" + archive()));
    }

    private static String[] jvmAnd(String flag) {
        List<String> flags = new ArrayList<>(List.of(JVM));
        flags.add(flag);
        return flags.toArray(String[]::new);
    }

    /** The archive of classes that a start is faster with. */
    public static Path archive() {
        return FOLDER.resolve("start-" + Runtime.version().feature() + ".jsa");
    }
}

package io.headwater.deploy.process;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param home the checkout, where {@code conf/} and {@code deploy/target/} stand
 */
public record Surroundings(Path home, Map<String, String> environment) {
    public Surroundings {
        home = home.toAbsolutePath().normalize();
        environment = Map.copyOf(environment);
    }

    /** Those of this process, as {@code deploy/headwater} set them up. */
    public static Surroundings ofThisProcess() {
        return new Surroundings(Path.of(System.getProperty("headwater.home", "")), System.getenv());
    }

    public Path conf() {
        return home.resolve("conf");
    }

    /** Where a command keeps its data unless told otherwise; a clean build empties it. */
    public Path data(String command) {
        return home.resolve("deploy").resolve("target").resolve(command);
    }

    /** The path as people who stand in the current folder would write it. */
    public static String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path there = path.toAbsolutePath().normalize();
        return there.startsWith(here) && !there.equals(here)
                ? here.relativize(there).toString()
                : there.toString();
    }
}

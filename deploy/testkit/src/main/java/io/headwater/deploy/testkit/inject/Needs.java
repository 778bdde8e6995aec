package io.headwater.deploy.testkit.inject;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a fault needs of the machine, and the sentence that says what is missing and how to mend it. */
public final class Needs {
    private static final String FOLDERS = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";

    private Needs() {}

    /** Mounting, and filtering packets, is for root. */
    public static Optional<String> root() {
        return System.getProperty("user.name", "").equals("root")
                ? Optional.empty()
                : Optional.of("needs root, and runs as " + System.getProperty("user.name"));
    }

    /** A program, and the Debian package that has it. */
    public static Optional<String> program(String name, String debianPackage) {
        return find(name).isPresent()
                ? Optional.empty()
                : Optional.of("needs " + name + " (Debian: apt-get install " + debianPackage + ")");
    }

    /** So many open files in one process. */
    public static Optional<String> files(long count) {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        boolean enough = system instanceof UnixOperatingSystemMXBean unix && unix.getMaxFileDescriptorCount() >= count;
        return enough ? Optional.empty() : Optional.of("needs " + count + " open files (ulimit -n)");
    }

    /** The first thing that is missing of several. */
    public static Optional<String> all(List<Optional<String>> missing) {
        return missing.stream().flatMap(Optional::stream).findFirst();
    }

    /** Where a program is, also in the folders that only root has on its PATH. */
    public static Optional<Path> find(String program) {
        return Stream.of(FOLDERS.split(":", -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}

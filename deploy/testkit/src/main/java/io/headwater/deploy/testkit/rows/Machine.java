package io.headwater.deploy.testkit.rows;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.Locale;

/** The machine the rows run on: where far more runs than it has processors for, times say nothing about Headwater. */
public final class Machine {
    private static final int OVERLOADED = 4;

    private Machine() {}

    /** Whether several times more is running than there are processors. */
    public static boolean isOverloaded() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system.getSystemLoadAverage() > OVERLOADED * system.getAvailableProcessors();
    }

    /** How much is running on how many processors. */
    static String load() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return String.format(
                Locale.ROOT, "load %.0f on %d", system.getSystemLoadAverage(), system.getAvailableProcessors());
    }
}

package io.headwater.ops;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Named places on an event's way where a fault test stops the process exactly there, or has it do wrong. Nothing, at no cost,
 * unless the test kit is on the class path.
 */
public final class Failpoint {
    private static final String SWITCH_CLASS = "io.headwater.deploy.testkit.FailpointSwitch";
    private static final Optional<Predicate<String>> SWITCH = load();
    private static final boolean ARMED = SWITCH.isPresent();

    private Failpoint() {}

    /** Tells that the process has come to this stage, such as {@code spool.synced}. */
    public static void reached(String stage) {
        lies(stage);
    }

    /** Whether the process is to do wrong here, such as to forget the event: a build that lies, for the ledger to find out. */
    public static boolean lies(String place) {
        return ARMED && SWITCH.orElseThrow().test(place);
    }

    @SuppressWarnings("unchecked")
    private static Optional<Predicate<String>> load() {
        try {
            Class<?> found = Class.forName(SWITCH_CLASS);
            return Optional.of(
                    (Predicate<String>) found.getDeclaredConstructor().newInstance());
        } catch (ClassNotFoundException e) {
            return Optional.empty(); // as in every installation
        } catch (InstantiationException
                | IllegalAccessException
                | InvocationTargetException
                | NoSuchMethodException e) {
            throw new IllegalStateException("the test kit's failpoints cannot be armed", e);
        }
    }
}

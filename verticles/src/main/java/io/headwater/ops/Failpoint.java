package io.headwater.ops;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Named places on an event's way where a fault test stops the process exactly there. Nothing, at no cost, unless the test
 * kit is on the class path.
 */
public final class Failpoint {
    private static final String SWITCH_CLASS = "io.headwater.deploy.testkit.FailpointSwitch";
    private static final Optional<Consumer<String>> SWITCH = load();
    private static final boolean ARMED = SWITCH.isPresent();

    private Failpoint() {}

    /** Tells that the process has come to this stage, such as {@code spool.synced}. */
    public static void reached(String stage) {
        if (ARMED) {
            SWITCH.orElseThrow().accept(stage);
        }
    }

    @SuppressWarnings("unchecked")
    private static Optional<Consumer<String>> load() {
        try {
            Class<?> found = Class.forName(SWITCH_CLASS);
            return Optional.of((Consumer<String>) found.getDeclaredConstructor().newInstance());
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

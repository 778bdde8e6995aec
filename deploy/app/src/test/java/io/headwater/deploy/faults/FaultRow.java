package io.headwater.deploy.faults;

import io.headwater.deploy.testkit.rows.Row;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One row of the fault matrix as a test: what {@link Row} says of it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@interface FaultRow {
    /** Its number in the matrix; 0 for a planted bug, or for what is beyond it. */
    int number();

    String name();

    String injected();

    String expected();

    /** Deliveries too many that the fault excuses. */
    int duplicates() default 0;

    int recoverySeconds() default 10;
}

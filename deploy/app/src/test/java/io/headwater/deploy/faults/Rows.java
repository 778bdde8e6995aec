package io.headwater.deploy.faults;

import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.rows.Row;
import io.headwater.deploy.testkit.rows.RowRun;
import io.headwater.deploy.testkit.rows.RowTable;
import io.headwater.deploy.testkit.rows.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Runs the rows of the fault matrix: chooses those that {@code -Dfaults.row=2,7} names, hands each its {@link RowRun} and the
 * {@link Grounds}, and at the end prints one table of all, also to {@code target/faults/table.txt}.
 */
final class Rows implements ExecutionCondition, ParameterResolver, BeforeEachCallback, AfterEachCallback {
    private static final Path TABLE = Path.of("target", "faults", "table.txt");
    private static final Namespace NAMESPACE = Namespace.create(Rows.class);
    private static final Set<Integer> CHOSEN = chosen(System.getProperty("faults.row", ""));

    /** All runs of this JVM; closed when its last test has ended. */
    private static final class Suite implements AutoCloseable {
        private final RowTable table = new RowTable();
        private final Grounds grounds = new Grounds();
        private final Map<String, Begun> begun = new ConcurrentHashMap<>();

        private record Begun(RowRun run, long at) {
            Duration took() {
                return Duration.ofNanos(System.nanoTime() - at);
            }
        }

        @Override
        public void close() {
            grounds.close();
            if (!table.isEmpty()) {
                table.publish(TABLE);
            }
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean wanted = CHOSEN.isEmpty()
                || context.getTestMethod()
                        .map(method -> isChosen(row(context)))
                        .orElseGet(() -> hasChosen(context.getRequiredTestClass()));
        return wanted
                ? ConditionEvaluationResult.enabled("")
                : ConditionEvaluationResult.disabled("not among faults.row=" + CHOSEN);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == RowRun.class || type == Grounds.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Suite suite = suite(context);
        return parameter.getParameter().getType() == Grounds.class
                ? suite.grounds
                : suite.begun.get(context.getUniqueId()).run();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        RowRun run = new RowRun(row(context), Seed.next());
        System.out.printf(
                "row %d: %s (%s), -Dfaults.seed=%d%n",
                run.row().number(), run.row().name(), run.row().injected(), run.seed());
        suite(context).begun.put(context.getUniqueId(), new Suite.Begun(run, System.nanoTime()));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Suite suite = suite(context);
        Suite.Begun begun = suite.begun.get(context.getUniqueId());
        Optional<Throwable> failure = context.getExecutionException();
        if (failure.isEmpty()) {
            suite.table.passed(begun.run(), begun.took());
        } else if (failure.get() instanceof TestAbortedException aborted) {
            System.out.printf("row %d is skipped: %s%n", begun.run().row().number(), aborted.getMessage());
            suite.table.skipped(begun.run().row(), String.valueOf(aborted.getMessage()));
        } else {
            suite.table.failed(begun.run(), begun.took());
        }
    }

    /** Ends the row as skipped where something is missing, and says what. */
    static void need(Optional<String> missing) {
        missing.ifPresent(reason -> {
            throw new TestAbortedException(reason);
        });
    }

    /** How long a fault lasts is part of it, and not a wait for anything. */
    static void lasts(Duration fault) {
        await().pollDelay(fault).atMost(fault.plusSeconds(5)).until(() -> true);
    }

    private static Suite suite(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent("suite", key -> new Suite(), Suite.class);
    }

    private static Row row(ExtensionContext context) {
        return row(context.getRequiredTestMethod().getAnnotation(FaultRow.class));
    }

    private static Row row(FaultRow row) {
        return new Row(
                row.number(),
                row.name(),
                row.injected(),
                row.expected(),
                new Row.Bounds(row.duplicates(), Duration.ofSeconds(row.recoverySeconds())));
    }

    private static boolean isChosen(Row row) {
        return CHOSEN.contains(row.number());
    }

    private static boolean hasChosen(Class<?> rows) {
        return Arrays.stream(rows.getDeclaredMethods())
                .map(method -> method.getAnnotation(FaultRow.class))
                .anyMatch(row -> row != null && isChosen(row(row)));
    }

    private static Set<Integer> chosen(String numbers) {
        return Arrays.stream(numbers.split(",", -1))
                .map(String::strip)
                .filter(number -> !number.isEmpty())
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    }
}

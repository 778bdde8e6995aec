package io.headwater.deploy.process;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The signals that end this process. The first asks the command to drain; a second ends it at once.
 *
 * <p>A shutdown hook would not do: it cannot tell Ctrl-C, after which a shell wants 130, from a supervisor's SIGTERM, after
 * which it wants 0; and while hooks run a second signal is not heard. The JDK's own handlers ({@code sun.misc.Signal}, in
 * the supported module jdk.unsupported) are reached by reflection, since the compiler warns of their name and no option
 * silences that.
 */
public final class Signals {
    /** Each signal with the exit code of a process that has drained after it. */
    private static final Map<String, Integer> EXIT_CODES =
            Map.of("INT", ExitCode.INTERRUPTED, "TERM", ExitCode.DONE, "HUP", ExitCode.DONE);

    private final CompletableFuture<Integer> first = new CompletableFuture<>();

    private Signals() {}

    /** Listens from now on. A signal that this process was started to ignore, as {@code nohup} does, stays ignored. */
    public static Signals listen() {
        Signals signals = new Signals();
        EXIT_CODES.forEach((name, exitCode) -> handle(name, () -> signals.came(exitCode)));
        return signals;
    }

    /** Waits for the first signal and returns what to exit with once drained. */
    public int await() {
        return first.join();
    }

    /** Waits for something that starts; a signal that comes first ends the waiting with {@link Interrupted}. */
    public <T> T await(CompletionStage<T> starting) {
        CompletableFuture<T> future = starting.toCompletableFuture();
        try {
            CompletableFuture.anyOf(first, future).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        if (first.isDone()) {
            throw new Interrupted(first.join());
        }
        return future.join();
    }

    /** Does what starts something and owes nothing yet; a signal that comes first leaves it behind unfinished. */
    public <T> T await(Supplier<T> start) {
        return await(CompletableFuture.supplyAsync(start, task -> {
            Thread thread = new Thread(task, "start");
            thread.setDaemon(true);
            thread.start();
        }));
    }

    private void came(int exitCode) {
        if (first.isDone()) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
        first.complete(exitCode);
    }

    private static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invocation = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    action.run();
                    yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> name;
            };
            Object ours = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, invocation);
            Object former = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
            restoreWhereIgnored(signal, handler, name, former);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM takes no handler for SIG" + name, e);
        }
    }

    private static void restoreWhereIgnored(Class<?> signal, Class<?> handler, String name, Object former)
            throws ReflectiveOperationException {
        if (former == handler.getField("SIG_IGN").get(null)) {
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), former);
        }
    }
}

package io.headwater.reload;

import io.headwater.config.ConfigException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configuration that is read again while the process runs, once its files hold something else than before. What is right is
 * applied; what is wrong changes nothing and is said by metric, by log and in {@code /api/config}.
 *
 * @param <T> all that is read, together or not at all
 */
public final class Reload<T extends Versioned> {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final ReloadConfig config;
    private final Function<Set<Path>, T> read;
    private final Clock clock;
    private volatile State<T> state;
    private volatile Optional<Long> timer = Optional.empty();
    private volatile Future<?> latest = Future.succeededFuture();
    /* What the files held when all was last right; what is wrong is read each time, for a file nobody knows yet may mend it. */
    private volatile Optional<String> heldWhenRight = Optional.empty();

    private record State<T>(T now, Instant since, Optional<String> problem) {}

    /** @param read reads all of it anew, blocking, given the files it was read from last; fails with {@link ConfigException} where something is wrong */
    public Reload(T first, ReloadConfig config, Function<Set<Path>, T> read, Clock clock) {
        this.config = config;
        this.read = read;
        this.clock = clock;
        this.state = new State<>(first, clock.instant(), Optional.empty());
    }

    /** What is in force. */
    public T now() {
        return state.now();
    }

    /**
     * Follows the files from now on.
     *
     * @param side of the process that goes by them
     * @param apply puts a version in force; one that fails is a version that is wrong
     */
    public void follow(Vertx vertx, MeterRegistry meters, String side, Function<T, Future<?>> apply) {
        Counter applied = Counter.builder("headwater.config.reloads")
                .description("Versions of the files that are data which were put in force while running")
                .tag("side", side)
                .register(meters);
        Gauge.builder("headwater.config.wrong", () -> state.problem().isPresent() ? 1 : 0)
                .description("1 while the files that are data hold what is wrong; what they held before is in force")
                .tag("side", side)
                .register(meters);
        if (config.lookEvery().isZero()) {
            return;
        }
        timer = Optional.of(vertx.setPeriodic(config.lookEvery().toMillis(), tick -> {
            if (latest.isComplete()) {
                latest = look(vertx, apply, applied);
            }
        }));
    }

    /** Follows them no longer; completes when nothing is being read or applied any more. */
    public Future<?> stop(Vertx vertx) {
        timer.ifPresent(vertx::cancelTimer);
        return latest;
    }

    /* Taken before reading: what is written meanwhile is seen the next time. */
    private Future<?> look(Vertx vertx, Function<T, Future<?>> apply, Counter applied) {
        return vertx.executeBlocking(() -> Optional.of(Versions.held(state.now().files())))
                .compose(held -> held.equals(heldWhenRight)
                        ? Future.succeededFuture()
                        : read(vertx, apply, applied)
                                .onComplete(done -> heldWhenRight = done.succeeded() ? held : Optional.empty()));
    }

    private Future<?> read(Vertx vertx, Function<T, Future<?>> apply, Counter applied) {
        return vertx.executeBlocking(() -> read.apply(state.now().files()))
                .compose(found -> found.equals(state.now())
                        ? Future.succeededFuture()
                        : apply.apply(found).onSuccess(done -> changed(found, applied)))
                .onSuccess(done -> right())
                .onFailure(this::wrong);
    }

    private void changed(T found, Counter applied) {
        LOG.info(
                "Version {} of the configuration is in force, after {}",
                found.version(),
                state.now().version());
        state = new State<>(found, clock.instant(), Optional.empty());
        applied.increment();
    }

    private void right() {
        if (state.problem().isPresent()) {
            LOG.info("The configuration is right again");
            state = new State<>(state.now(), state.since(), Optional.empty());
        }
    }

    private void wrong(Throwable error) {
        Optional<String> problem = Optional.of(String.valueOf(error.getMessage()));
        if (problem.equals(state.problem())) {
            return;
        }
        state = new State<>(state.now(), state.since(), problem);
        if (error instanceof ConfigException) {
            LOG.error("The configuration is wrong and changes nothing: {}", error.getMessage());
        } else {
            LOG.error("The configuration cannot be put in force and changes nothing", error);
        }
    }

    /** As {@code /api/config} tells it. */
    public JsonObject told() {
        State<T> told = state;
        JsonObject json = new JsonObject()
                .put("version", told.now().version())
                .put("since", told.since().toString());
        told.problem().ifPresent(problem -> json.put("problem", problem));
        return json;
    }
}

package io.headwater.ops;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the health endpoints answer from. <em>Live</em>: the process turns, and nothing registered here is stuck for good; a
 * supervisor restarts it where it is not. <em>Started</em>: everything is deployed.
 * <em>Ready</em>: started, not draining, and nothing registered here has a problem.
 */
public final class Health {
    private final HealthChecks live;
    private final HealthChecks started;
    private final HealthChecks ready;
    private volatile String phase = "starting";

    public Health(Vertx vertx) {
        this.live = HealthChecks.create(vertx);
        this.started = HealthChecks.create(vertx);
        this.ready = HealthChecks.create(vertx);
        started.register("phase", promise -> promise.complete(phase.equals("starting") ? problem(phase) : Status.OK()));
        ready.register("phase", promise -> promise.complete(phase.equals("running") ? Status.OK() : problem(phase)));
    }

    /** Adds a condition for life, for what only a restart mends: {@code problem} names what is wrong, or is empty. */
    public void liveUnless(String name, Supplier<Optional<String>> problem) {
        unless(live, name, problem);
    }

    /** Adds a condition for readiness: {@code problem} names what is wrong, or is empty. It is asked at each probe. */
    public void readyUnless(String name, Supplier<Optional<String>> problem) {
        unless(ready, name, problem);
    }

    private static void unless(HealthChecks checks, String name, Supplier<Optional<String>> problem) {
        checks.register(
                name,
                promise -> promise.complete(problem.get().map(Health::problem).orElseGet(Status::OK)));
    }

    public void running() {
        phase = "running";
    }

    public void draining() {
        phase = "draining";
    }

    HealthChecks liveChecks() {
        return live;
    }

    HealthChecks startedChecks() {
        return started;
    }

    HealthChecks readyChecks() {
        return ready;
    }

    private static Status problem(String text) {
        return Status.KO(new JsonObject().put("problem", text));
    }
}

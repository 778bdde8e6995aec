package io.headwater.ops;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the health endpoints answer from. <em>Live</em>: the process turns. <em>Started</em>: everything is deployed.
 * <em>Ready</em>: started, not draining, and nothing registered here has a problem.
 */
public final class Health {
    private final HealthChecks started;
    private final HealthChecks ready;
    private volatile String phase = "starting";

    public Health(Vertx vertx) {
        this.started = HealthChecks.create(vertx);
        this.ready = HealthChecks.create(vertx);
        started.register("phase", promise -> promise.complete(phase.equals("starting") ? problem(phase) : Status.OK()));
        ready.register("phase", promise -> promise.complete(phase.equals("running") ? Status.OK() : problem(phase)));
    }

    /** Adds a condition for readiness: {@code problem} names what is wrong, or is empty. It is asked at each probe. */
    public void readyUnless(String name, Supplier<Optional<String>> problem) {
        ready.register(
                name,
                promise -> promise.complete(problem.get().map(Health::problem).orElseGet(Status::OK)));
    }

    public void running() {
        phase = "running";
    }

    public void draining() {
        phase = "draining";
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

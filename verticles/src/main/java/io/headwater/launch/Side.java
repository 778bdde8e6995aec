package io.headwater.launch;

import io.headwater.ops.OpsRoutes;
import io.vertx.core.Future;

/** One side of the pipeline as a process runs it: the collector or the router. */
public interface Side {

    /** Adds what it answers on the operate port, which may be called before it has started. */
    default void operate(OpsRoutes routes) {}

    /** Deploys it; completes when it does its work. */
    Future<?> start(Node node);

    /** Takes nothing new, finishes what is under way within its own bound, and makes it durable. */
    Future<?> drain();
}

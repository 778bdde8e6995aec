package io.headwater.router.deliver;

import io.vertx.core.Future;

/**
 * Where events go, reached its own way. Lives on one Vert.x context.
 *
 * <p>A new kind is one class that implements this, and its line in {@link Kinds}.
 */
public interface Destination {

    /** Makes one attempt, within the destination's timeout. A failed future counts as a lost connection. */
    Future<Outcome> deliver(Attempt attempt);

    Future<Void> close();
}

package io.headwater.launch;

import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;

/** The event bus of a process: how far it reaches. */
public interface Bus {

    /** One that ends with the process. */
    Bus LOCAL = new Bus() {
        @Override
        public void into(VertxOptions options) {}

        @Override
        public Vertx open(VertxBuilder builder) {
            return builder.build();
        }
    };

    /** Adds what it needs. */
    void into(VertxOptions options);

    /** Opens the Vert.x it belongs to; blocks until it is there, and fails where it cannot be. */
    Vertx open(VertxBuilder builder);
}

package io.headwater.launch;

import io.headwater.ops.Health;
import io.headwater.ops.OpsRoutes;
import io.headwater.ops.OpsVerticle;
import io.headwater.trace.Tracing;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running Headwater process: its Vert.x, its meters, its health, the operate port, and the sides it runs. Sides start
 * in the order given and drain in the same order, so that what the first lets go the next still takes.
 */
public final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Tracing tracing;
    private final Bus bus;
    private final Vertx vertx;
    private final Health health;
    private final OpsVerticle ops;
    private final List<Side> sides;

    public Node(NodeConfig config, List<Side> sides) {
        this.tracing = Tracing.open(config.tracing(), meters);
        this.bus = config.bus();
        VertxOptions options = options(tracing);
        bus.into(options);
        this.vertx =
                bus.open(tracing.into(Vertx.builder().with(options)).withMetrics(new MicrometerMetricsFactory(meters)));
        if (!vertx.isNativeTransportEnabled()) {
            LOG.debug("Sockets are Java's: Netty's own cannot be had", vertx.unavailableNativeTransportCause());
        }
        this.health = new Health(vertx);
        this.sides = List.copyOf(sides);
        this.ops = new OpsVerticle(config.ops(), health, meters, routes(this.sides));
    }

    private static OpsRoutes routes(List<Side> sides) {
        OpsRoutes routes = new OpsRoutes();
        sides.forEach(side -> side.operate(routes));
        return routes;
    }

    private static VertxOptions options(Tracing tracing) {
        VertxOptions options = new VertxOptions()
                .setPreferNativeTransport(true)
                .setMaxEventLoopExecuteTime(100)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS);
        MicrometerMetricsOptions metrics =
                new MicrometerMetricsOptions().setEnabled(true).setJvmMetricsEnabled(true);
        /* The hot paths have meters of their own; Vert.x's for the same domains would measure every event twice. */
        for (MetricsDomain domain : MetricsDomain.values()) {
            if (domain != MetricsDomain.NAMED_POOLS) {
                metrics.addDisabledMetricsCategory(domain);
            }
        }
        tracing.options().ifPresent(options::setTracingOptions);
        return options.setMetricsOptions(metrics);
    }

    /** Starts the operate port, then each side. On failure everything is closed again. */
    public Future<Node> start() {
        /* Begun on no event loop, so that the failure is still told after closing has ended them all. */
        Future<?> started = Future.succeededFuture().compose(v -> vertx.deployVerticle(ops));
        for (Side side : sides) {
            started = started.compose(v -> side.start(this));
        }
        return started.map(v -> {
                    health.running();
                    return this;
                })
                .recover(error -> vertx.close().transform(v -> Future.failedFuture(error)));
    }

    /** Drains every side and closes. */
    public Future<Void> stop() {
        health.draining();
        Future<?> drained = Future.succeededFuture();
        for (Side side : sides) {
            drained = drained.transform(v -> side.drain())
                    .onFailure(error ->
                            LOG.error("{} did not drain", side.getClass().getSimpleName(), error));
        }
        return drained.transform(v -> vertx.executeBlocking(Executors.callable(tracing::close)))
                .transform(v -> vertx.close());
    }

    public Vertx vertx() {
        return vertx;
    }

    public Bus bus() {
        return bus;
    }

    public Tracing tracing() {
        return tracing;
    }

    public PrometheusMeterRegistry meters() {
        return meters;
    }

    public Health health() {
        return health;
    }

    /** The operate port really listened on. */
    public int opsPort() {
        return ops.port();
    }
}

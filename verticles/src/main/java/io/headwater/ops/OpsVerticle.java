package io.headwater.ops;

import io.headwater.tls.ServerTls;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.healthchecks.HealthCheckHandler;

/**
 * The operate port: {@code /health/live}, {@code /health/ready}, {@code /health/started}, {@code /metrics}, and what the
 * sides add below {@code /api}.
 */
public final class OpsVerticle extends VerticleBase {
    private static final String EXPOSITION = "text/plain; version=0.0.4; charset=utf-8";

    private final OpsConfig config;
    private final Health health;
    private final PrometheusMeterRegistry meters;
    private final OpsRoutes routes;
    private volatile int port;

    public OpsVerticle(OpsConfig config, Health health, PrometheusMeterRegistry meters, OpsRoutes routes) {
        this.config = config;
        this.health = health;
        this.meters = meters;
        this.routes = routes;
    }

    @Override
    public Future<?> start() {
        Router router = Router.router(vertx);
        router.get("/health/live").handler(HealthCheckHandler.createWithHealthChecks(health.liveChecks()));
        router.get("/health/ready").handler(HealthCheckHandler.createWithHealthChecks(health.readyChecks()));
        router.get("/health/started").handler(HealthCheckHandler.createWithHealthChecks(health.startedChecks()));
        router.get("/metrics").handler(this::metrics);
        new OpsApi(new OpsGuard(config.token(), config.asksForCertificates())).mount(router, routes);
        HttpServerOptions options = new HttpServerOptions()
                .setIdleTimeout(60)
                .setHttp2ClearTextEnabled(false)
                .setTracingPolicy(TracingPolicy.IGNORE);
        ServerTls tls = new ServerTls("ops", config.tls(), ClientAuth.REQUEST, meters);
        return tls.server(vertx, options)
                .compose(server -> server.requestHandler(router).listen(config.port(), config.host()))
                .onSuccess(listening -> {
                    port = listening.actualPort();
                    tls.follow(vertx, listening);
                })
                .recover(error -> Future.failedFuture(PortInUse.orElse(error, "ops.port", config.port())));
    }

    /** The port it listens on, once started. */
    public int port() {
        return port;
    }

    private void metrics(RoutingContext context) {
        context.response().putHeader("Content-Type", EXPOSITION).end(meters.scrape());
    }
}

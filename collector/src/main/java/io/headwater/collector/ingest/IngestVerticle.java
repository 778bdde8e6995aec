package io.headwater.collector.ingest;

import io.headwater.collector.paths.Paths;
import io.headwater.ops.PortInUse;
import io.headwater.tls.ServerTls;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The ingest port. Several instances share it, one for each event loop. */
public final class IngestVerticle extends VerticleBase {
    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_HEADERS = 16 * 1024;
    /* Of HTTP/1.1; HTTP/2 has frames instead, which leave nothing to be strict about. */
    private static final String DECODER = "httpDecoder";
    private static final int MOST_STREAMS = 100;
    /* To Vert.x: any free port, the same for every instance of one deployment. Its 0 would be another for each. */
    private static final int ANY_SHARED = -1;

    private final IngestConfig config;
    private final Paths paths;
    private final Gate gate;
    private final ServerTls tls;
    private final Supplier<Onward> onward;
    private Optional<HttpServer> server = Optional.empty();
    private volatile int port;

    public IngestVerticle(IngestConfig config, Paths paths, Gate gate, ServerTls tls, Supplier<Onward> onward) {
        this.onward = onward;
        this.tls = tls;
        this.config = config;
        this.paths = paths;
        this.gate = gate;
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options = options();
        Ingest ingest = new Ingest(vertx, config, gate, paths, onward.get());
        int wanted = config.http().port() == 0 ? ANY_SHARED : config.http().port();
        return tls.server(vertx, options)
                .compose(made -> {
                    server = Optional.of(made);
                    return made.connectionHandler(connection -> connected(connection, options))
                            .invalidRequestHandler(ingest::undecodable)
                            .requestHandler(ingest::take)
                            .listen(wanted, config.http().host());
                })
                .onSuccess(bound -> {
                    port = bound.actualPort();
                    tls.follow(vertx, bound);
                })
                .recover(error -> Future.failedFuture(
                        PortInUse.orElse(error, "http.port", config.http().port())));
    }

    /** The port it listens on, once started. */
    public int port() {
        return port;
    }

    /** Takes no new connection, lets requests under way end, then closes. */
    @Override
    public Future<?> stop() {
        return server.map(open -> open.shutdown(config.drainTimeout().toMillis(), TimeUnit.MILLISECONDS))
                .orElseGet(Future::succeededFuture);
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEADERS)
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
        options.getInitialSettings().setMaxHeaderListSize(MAX_HEADERS).setMaxConcurrentStreams(MOST_STREAMS);
        options.setSslHandshakeTimeout(config.http().headerTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        options.setIdleTimeout(Math.toIntExact(config.http().idleTimeout().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        return options;
    }

    private void connected(HttpConnection connection, HttpServerOptions options) {
        if (gate.connections().opened()) {
            connection.closeHandler(v -> gate.connections().closed());
            strict(connection, options);
        } else {
            connection.close();
        }
    }

    private void strict(HttpConnection connection, HttpServerOptions options) {
        ChannelPipeline pipeline =
                ((HttpServerConnection) connection).channelHandlerContext().pipeline();
        if (pipeline.get(DECODER) != null) {
            long headerTimeout = config.http().headerTimeout().toMillis();
            pipeline.replace(DECODER, DECODER, new StrictRequestDecoder(options, headerTimeout));
        }
    }
}

package io.headwater.router.deliver;

import io.headwater.router.deliver.address.DnsConfig;
import io.headwater.router.deliver.address.Endpoint;
import io.headwater.router.deliver.address.HostAddresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A customer's HTTP endpoint, called as Standard Webhooks 1.0 describes. */
final class Webhook implements Destination {
    private static final int MOST_RESPONSE_HEADERS = 16 * 1024;

    private final Target target;
    private final Rendering rendering;
    private final HostAddresses addresses;
    private final HttpClientAgent client;
    private final Exchange exchange;
    private final Judgement judgement = new Judgement(Clock.systemUTC());

    /**
     * Where requests go and how long one may take.
     *
     * @param timeoutNanos from looking the host up to the end of the answer
     */
    record Target(Endpoint endpoint, long timeoutNanos) {}

    Webhook(Target target, Rendering rendering, HostAddresses addresses, HttpClientAgent client, Exchange exchange) {
        this.target = target;
        this.rendering = rendering;
        this.addresses = addresses;
        this.client = client;
        this.exchange = exchange;
    }

    static Webhook open(Vertx vertx, DestinationConfig config, DeliverConfig deliver, DnsConfig dns) {
        Target target = new Target(config.endpoint(), config.timeout().toNanos());
        Rendering rendering = new Rendering(config.events(), new Signature(config.secret()), Clock.systemUTC());
        HostAddresses addresses =
                new HostAddresses(target.endpoint(), config.addresses(), HostAddresses.system(vertx, dns), dns);
        HttpClientAgent client = client(vertx, options(deliver, config.timeout()), config.inFlight());
        return new Webhook(target, rendering, addresses, client, new Exchange(vertx, client, deliver));
    }

    /** A pool of its own, with a connection for each attempt that may be under way. */
    static HttpClientAgent client(Vertx vertx, HttpClientOptions options, int inFlight) {
        return vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(inFlight).setMaxWaitQueueSize(inFlight))
                /* What goes wrong on a connection is told to the requests on it; without this it is logged each time as well. */
                .withConnectHandler(connection -> connection.exceptionHandler(told -> {}))
                .build();
    }

    /** A client that trusts nothing the other side says about where to go or how much to take. */
    static HttpClientOptions options(DeliverConfig deliver, Duration timeout) {
        return new HttpClientOptions()
                .setKeepAlive(true)
                .setKeepAliveTimeout(Math.toIntExact(deliver.keepAlive().toSeconds()))
                .setDecompressionSupported(false)
                .setMaxHeaderSize(MOST_RESPONSE_HEADERS)
                .setTrustAll(false)
                .setVerifyHost(true)
                .setSslHandshakeTimeout(timeout.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    @Override
    public Future<Outcome> deliver(Attempt attempt) {
        long deadline = System.nanoTime() + target.timeoutNanos();
        return addresses
                .next()
                .timeout(target.timeoutNanos(), TimeUnit.NANOSECONDS)
                .compose(address -> exchange(attempt, address, deadline))
                .map(judgement::of)
                .recover(failure ->
                        judgement.of(failure).map(Future::succeededFuture).orElse(Future.failedFuture(failure)));
    }

    @Override
    public Future<Void> close() {
        return client.close();
    }

    private Future<Answer> exchange(Attempt attempt, InetAddress address, long deadline) {
        Rendering.Rendered rendered = rendering.of(attempt);
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(target.endpoint().port(), address.getHostAddress()))
                .setHost(target.endpoint().authorityHost())
                .setPort(target.endpoint().port())
                .setSsl(target.endpoint().tls())
                .setURI(target.endpoint().path())
                .setFollowRedirects(false)
                .setHeaders(rendered.headers());
        return exchange.of(options, rendered.body(), deadline).onFailure(failure -> addresses.unreachable());
    }
}

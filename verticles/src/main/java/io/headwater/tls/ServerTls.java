package io.headwater.tls;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of one port: its certificate out of files, which are read again when they change. Files that cannot be used change
 * nothing; they are said in the log and counted. HTTP/2 is spoken to clients that ask for it.
 */
public final class ServerTls {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
    private static final List<HttpVersion> VERSIONS = List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1);
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    private final String name;
    private final TlsConfig config;
    private final ClientAuth asked;
    private final Counter failures;
    private final AtomicBoolean followed = new AtomicBoolean();
    private volatile Optional<Instant> expires = Optional.empty();

    /** What the files held. */
    private record Pem(Buffer certificate, Buffer key, Buffer clientAuthorities, Instant notAfter) {
        PemKeyCertOptions keyCert() {
            return new PemKeyCertOptions().setCertValue(certificate).setKeyValue(key);
        }

        Optional<PemTrustOptions> trust() {
            return clientAuthorities.length() == 0
                    ? Optional.empty()
                    : Optional.of(new PemTrustOptions().addCertValue(clientAuthorities));
        }
    }

    /**
     * @param name the port's, {@code ingest} or {@code ops}
     * @param asked whether a client must show a certificate, or may, where authorities for that are named
     */
    public ServerTls(String name, TlsConfig config, ClientAuth asked, MeterRegistry meters) {
        this.asked = config.clientAuthorities().isEmpty() ? ClientAuth.NONE : asked;
        this.name = name;
        this.config = config;
        this.failures = Counter.builder("headwater.tls.reload.failures")
                .description("Certificate files that had changed and could not be used; those before stay in use")
                .tag("port", name)
                .register(meters);
        Gauge.builder("headwater.tls.expires", this::secondsLeft)
                .description("Time until the certificate in use is no longer valid; +Inf without one")
                .baseUnit("seconds")
                .tag("port", name)
                .register(meters);
    }

    private double secondsLeft() {
        return expires.map(end ->
                        Duration.between(Clock.systemUTC().instant(), end).toMillis() / 1e3)
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** A server of these options as it is to listen, certificate included; fails with a sentence that names the file. */
    public Future<HttpServer> server(Vertx vertx, HttpServerOptions options) {
        if (config.isOff()) {
            return Future.succeededFuture(vertx.createHttpServer(options));
        }
        return vertx.executeBlocking(() -> read(vertx)).map(pem -> {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setAlpnVersions(VERSIONS)
                    .setClientAuth(asked)
                    .setEnabledSecureTransportProtocols(PROTOCOLS)
                    .setKeyCertOptions(pem.keyCert());
            pem.trust().ifPresent(options::setTrustOptions);
            expires = Optional.of(pem.notAfter());
            return vertx.createHttpServer(options);
        });
    }

    /**
     * Follows the files from now on, for as long as the caller's verticle is deployed. The server listens. What one of several
     * that share a port is told holds for all, so only the first is.
     */
    public void follow(Vertx vertx, HttpServer server) {
        if (config.isOff() || followed.getAndSet(true)) {
            return;
        }
        Following following = new Following(server);
        vertx.setPeriodic(
                config.lookEvery().toMillis(), tick -> following.next(() -> vertx.executeBlocking(() -> read(vertx))));
    }

    private Pem read(Vertx vertx) {
        Buffer certificate = read("certificate", config.certificate());
        Buffer key = read("key", config.key());
        Buffer authorities = config.clientAuthorities().isEmpty()
                ? Buffer.buffer()
                : read("clientAuthorities", config.clientAuthorities());
        X509Certificate first = first(certificate);
        Pem pem = new Pem(certificate, key, authorities, first.getNotAfter().toInstant());
        if (!KeyPairs.belongTogether(first, pem.keyCert(), vertx)) {
            throw new IllegalStateException("tls.key of the " + name + " port, " + config.key()
                    + ", is not the key of the certificate in " + config.certificate());
        }
        return pem;
    }

    private X509Certificate first(Buffer certificate) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.getBytes()));
        } catch (CertificateException e) {
            throw new IllegalStateException(
                    "tls.certificate of the " + name + " port, " + config.certificate()
                            + ", holds no certificate in PEM",
                    e);
        }
    }

    private Buffer read(String member, String file) {
        try {
            return Buffer.buffer(Files.readAllBytes(Path.of(file)));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "tls." + member + " of the " + name + " port, " + file + ", cannot be read: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    /** One server, and what it was last told. */
    private final class Following {
        private final HttpServer server;
        private Optional<Pem> last = Optional.empty();
        private String said = "";
        private boolean reading;

        Following(HttpServer server) {
            this.server = server;
        }

        /* One at a time: a disk that is slower than the looks come does not have them queue up. */
        void next(Supplier<Future<Pem>> read) {
            if (reading) {
                return;
            }
            reading = true;
            read.get().onComplete(done -> reading = false).onSuccess(this::look).onFailure(this::failed);
        }

        private void look(Pem pem) {
            if (last.filter(pem::equals).isPresent()) {
                return;
            }
            /* Most likely what it listens with, but they may have changed since that was read. */
            boolean first = last.isEmpty();
            last = Optional.of(pem);
            ServerSSLOptions options = new ServerSSLOptions()
                    .setClientAuth(asked)
                    .setUseAlpn(true)
                    .setApplicationLayerProtocols(
                            VERSIONS.stream().map(HttpVersion::alpnName).toList())
                    .setEnabledSecureTransportProtocols(PROTOCOLS)
                    .setKeyCertOptions(pem.keyCert());
            pem.trust().ifPresent(options::setTrustOptions);
            server.updateSSLOptions(options)
                    .onSuccess(changed -> {
                        said = "";
                        expires = Optional.of(pem.notAfter());
                        if (!first) {
                            LOG.info("The {} port shows the certificate that {} holds now", name, config.certificate());
                        }
                    })
                    .onFailure(this::failed);
        }

        void failed(Throwable why) {
            String sentence = String.valueOf(why.getMessage());
            if (!sentence.equals(said)) {
                said = sentence;
                failures.increment();
                LOG.error("The certificate files of the {} port changed and cannot be used: {}", name, sentence);
            }
        }
    }
}

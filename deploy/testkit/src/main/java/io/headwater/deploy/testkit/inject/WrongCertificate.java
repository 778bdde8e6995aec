package io.headwater.deploy.testkit.inject;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTPS server on 127.0.0.1 that nobody should talk to: no authority vouches for its certificate. */
public final class WrongCertificate implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;

    private WrongCertificate(Path keys) {
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setSsl(true)
                        .setKeyCertOptions(
                                new PfxOptions().setPath(keys.toString()).setPassword(Keytool.PASSWORD)))
                .requestHandler(request -> {
                    requests.incrementAndGet();
                    request.response().end();
                })
                .listen()
                .await();
    }

    /** With a certificate that is valid, but nobody's. */
    public static WrongCertificate unknown(Path folder) {
        return new WrongCertificate(keys(folder, List.of("-validity", "10")));
    }

    /** With one that was valid until last week. */
    public static WrongCertificate expired(Path folder) {
        return new WrongCertificate(keys(folder, List.of("-startdate", "-10d", "-validity", "3")));
    }

    public int port() {
        return server.actualPort();
    }

    /** How many requests came through all the same. */
    public int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        vertx.close().await();
    }

    private static Path keys(Path folder, List<String> validity) {
        try {
            Path keys = Files.createDirectories(folder).resolve("keys.p12");
            List<String> all = new ArrayList<>(List.of("-ext", "san=ip:127.0.0.1"));
            all.addAll(validity);
            Keytool.generate(keys, "server", "CN=127.0.0.1", all);
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.headwater.deploy.operate;

import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Whom a command trusts, and what it shows, where the operate port speaks TLS; PEM files.
 *
 * @param authorities trusted in place of the JDK's own
 * @param certificate shown where the port asks for one
 * @param key its private key
 */
record ClientTls(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
    /** None where the JDK's own will do. */
    Optional<SSLContext> context() {
        if (certificate.isPresent() != key.isPresent()) {
            throw new WrongCall("--cert and --key go together");
        }
        if (authorities.isEmpty() && certificate.isEmpty()) {
            return Optional.empty();
        }
        Vertx vertx = Vertx.vertx();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown(vertx), trusted(vertx), null);
            return Optional.of(context);
        } catch (Exception e) {
            throw new WrongCall("--ca, --cert or --key cannot be used: " + e.getMessage(), e);
        } finally {
            vertx.close().await();
        }
    }

    private KeyManager[] shown(Vertx vertx) throws Exception {
        return certificate.isEmpty()
                ? new KeyManager[0]
                : new PemKeyCertOptions()
                        .setCertPath(certificate.get().toString())
                        .setKeyPath(key.orElseThrow().toString())
                        .getKeyManagerFactory(vertx)
                        .getKeyManagers();
    }

    @SuppressWarnings("NullAway") // null is what SSLContext takes for the JDK's own
    private TrustManager[] trusted(Vertx vertx) throws Exception {
        return authorities.isEmpty()
                ? null
                : new PemTrustOptions()
                        .addCertPath(authorities.get().toString())
                        .getTrustManagerFactory(vertx)
                        .getTrustManagers();
    }
}

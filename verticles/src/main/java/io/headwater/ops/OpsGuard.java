package io.headwater.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Who may call {@code /api}. With a token: whoever shows it; with client authorities: whoever shows a certificate of one of
 * them. With neither: everybody may look, and what changes something
 * is answered to callers on this machine that also call it by a name of this machine, so that a web page open in a browser
 * here cannot.
 */
final class OpsGuard {
    private static final String BEARER = "bearer ";

    private final byte[] token;
    private final boolean certificates;

    /** @param certificates whether one that the port has verified is as good as the token */
    OpsGuard(String token, boolean certificates) {
        this.token = token.isEmpty() ? new byte[0] : digest(token);
        this.certificates = certificates;
    }

    /** Why this request is not answered; empty where it is. */
    Optional<OpsRefusal> refusal(HttpServerRequest request) {
        if (trusts(request)) {
            return Optional.empty();
        }
        if (token.length > 0) {
            return Optional.of(OpsRefusal.of(
                    401, "The token is missing or another. Send Authorization: Bearer and the value of ops.token"));
        }
        if (certificates) {
            return Optional.of(OpsRefusal.of(
                    401, "A client certificate is missing. Show one of an authority in ops.tls.clientAuthorities"));
        }
        return request.method().equals(HttpMethod.GET) ? Optional.empty() : Optional.of(OpsRefusal.untrusted());
    }

    /** Whether the caller shows the token or, where there is none, is on this machine. */
    boolean trusts(HttpServerRequest request) {
        if (certificates && showsCertificate(request)) {
            return true;
        }
        return token.length > 0 ? showsToken(request) : !certificates && isLocal(request);
    }

    /* Any that is shown has been verified: with another one there is no connection. */
    private static boolean showsCertificate(HttpServerRequest request) {
        try {
            return request.connection().peerCertificates() != null;
        } catch (SSLPeerUnverifiedException e) {
            return false; // none was shown
        }
    }

    private boolean showsToken(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        boolean bearer = header != null && header.toLowerCase(Locale.ROOT).startsWith(BEARER);
        String shown = bearer ? header.substring(BEARER.length()).strip() : "";
        /* Of equal length whatever is shown, so that the time it takes tells nothing. */
        return MessageDigest.isEqual(token, digest(shown));
    }

    private static boolean isLocal(HttpServerRequest request) {
        boolean calledSo = request.authority() != null
                && isOfThisMachine(request.authority().host());
        return calledSo && isLoopback(request.remoteAddress().hostAddress());
    }

    private static boolean isOfThisMachine(String name) {
        return name.equalsIgnoreCase("localhost") || isLoopback(name);
    }

    private static boolean isLoopback(String address) {
        boolean literal = address != null && address.matches("\\[?[0-9a-fA-F:]*:[0-9a-fA-F:.%]*]?|[0-9.]+");
        try {
            return literal && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // no address at all
        }
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

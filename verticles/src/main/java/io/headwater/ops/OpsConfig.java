package io.headwater.ops;

import static io.headwater.config.Checks.check;
import static io.headwater.config.Checks.checkSecret;

import io.headwater.tls.TlsConfig;

/**
 * Where the operate port listens, and who may use it ({@code ops} in the configuration). Port 0 takes any free one.
 *
 * @param token what calls of {@code /api} must show; empty: reading is open, and what changes something is answered to
 *     callers on this machine only
 * @param tls where it names client authorities, a certificate of one of them does in place of the token
 */
public record OpsConfig(String host, int port, String token, TlsConfig tls) {
    public OpsConfig {
        check(port >= 0 && port <= 65_535, "ops.port", "must be 0 to 65535", port);
        checkSecret(
                token.isEmpty() || token.matches("[\\x21-\\x7e]{8,256}"),
                "ops.token",
                "must be empty, or 8 to 256 visible ASCII characters");
    }

    /** Whether a client's certificate lets it call {@code /api}. */
    boolean asksForCertificates() {
        return !tls.clientAuthorities().isEmpty();
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "ops " + host + ":" + port;
    }
}

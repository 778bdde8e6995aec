package io.headwater.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;

/** Whether a private key is that of a public one or of a certificate. */
public final class KeyPairs {
    private static final byte[] TEXT = "a pair?".getBytes(US_ASCII);
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private KeyPairs() {}

    /**
     * Of a certificate and a key in PEM. A TLS server takes any two and fails at each handshake; a pair that is being replaced is
     * such a one for a moment. Fails with {@link IllegalStateException} where one of the two cannot be read. Blocking.
     */
    static boolean belongTogether(X509Certificate certificate, PemKeyCertOptions pair, Vertx vertx) {
        PublicKey shown = certificate.getPublicKey();
        try {
            Optional<PrivateKey> key = Stream.of(
                            pair.getKeyManagerFactory(vertx).getKeyManagers())
                    .filter(X509KeyManager.class::isInstance)
                    .map(X509KeyManager.class::cast)
                    .flatMap(manager -> keys(manager, shown.getAlgorithm()))
                    .findFirst();
            return !SIGNATURES.containsKey(shown.getAlgorithm())
                    || (key.isPresent() && belongTogether(shown, key.get()));
        } catch (Exception e) {
            throw new IllegalStateException("the certificate or the key cannot be read: " + e.getMessage(), e);
        }
    }

    private static Stream<PrivateKey> keys(X509KeyManager manager, String algorithm) {
        String[] aliases = manager.getServerAliases(algorithm, null);
        return aliases == null ? Stream.empty() : Stream.of(aliases).map(manager::getPrivateKey);
    }

    /** Whether what one signs is verified by the other; RSA, EC and EdDSA are known. */
    public static boolean belongTogether(PublicKey shown, PrivateKey key) {
        String algorithm = SIGNATURES.getOrDefault(shown.getAlgorithm(), shown.getAlgorithm());
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(TEXT);
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(shown);
            verifier.update(TEXT);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException e) {
            return false; // not even a key of the kind
        }
    }
}

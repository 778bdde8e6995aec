package io.headwater.collector.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.tls.KeyPairs;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * An Ed25519 key, written as a JSON Web Key of type OKP (RFC 8037 section 2): {@code {"kty":"OKP","crv":"Ed25519",
 * "d":"…","x":"…"}}. It is named by its thumbprint (RFC 7638), so that nobody has to give it a name.
 */
public final class SigningKey {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int BYTES = 32;
    private static final String WRONG =
            "must be an Ed25519 key as a JSON Web Key, {\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"…\",\"x\":\"…\"}";

    private final PrivateKey key;
    private final String x;
    private final String name;

    private SigningKey(PrivateKey key, String x) {
        this.key = key;
        this.x = x;
        this.name = thumbprint(x);
    }

    /** Reads one; fails with {@link IllegalArgumentException}, whose message does not show it. */
    @JsonCreator
    public static SigningKey parse(String jwk) {
        try {
            JsonNode read = JSON.readTree(jwk);
            byte[] secret = Base64.getUrlDecoder().decode(read.path("d").asText());
            String x = read.path("x").asText();
            boolean right = read.path("kty").asText().equals("OKP")
                    && read.path("crv").asText().equals("Ed25519")
                    && secret.length == BYTES
                    && Base64.getUrlDecoder().decode(x).length == BYTES;
            if (!right) {
                throw new IllegalArgumentException(WRONG);
            }
            PrivateKey key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, secret));
            if (!KeyPairs.belongTogether(published(x), key)) {
                throw new IllegalArgumentException(WRONG);
            }
            return new SigningKey(key, x);
        } catch (JsonProcessingException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(WRONG);
        }
    }

    /** A new one, as {@link #parse} reads it. */
    public static String generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return JSON.createObjectNode()
                    .put("kty", "OKP")
                    .put("crv", "Ed25519")
                    .put("d", lastOf(pair.getPrivate().getEncoded()))
                    .put("x", lastOf(pair.getPublic().getEncoded()))
                    .toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no Ed25519", e);
        }
    }

    /* Both encodings end with the key itself (RFC 8410). */
    private static String lastOf(byte[] encoded) {
        return BASE64.encodeToString(Arrays.copyOfRange(encoded, encoded.length - BYTES, encoded.length));
    }

    /* X.509's encoding is a fixed beginning and the key itself (RFC 8410). */
    private static PublicKey published(String x) throws GeneralSecurityException {
        byte[] prefix = Base64.getDecoder().decode("MCowBQYDK2VwAyEA");
        byte[] encoded = Arrays.copyOf(prefix, prefix.length + BYTES);
        System.arraycopy(Base64.getUrlDecoder().decode(x), 0, encoded, prefix.length, BYTES);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static String thumbprint(String x) {
        try {
            String members = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}";
            return BASE64.encodeToString(MessageDigest.getInstance("SHA-256").digest(members.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    /** The public half, as it is published. */
    ObjectNode published() {
        return JSON.createObjectNode()
                .put("kty", "OKP")
                .put("crv", "Ed25519")
                .put("alg", "EdDSA")
                .put("use", "sig")
                .put("kid", name)
                .put("x", x);
    }

    /** A JSON Web Signature of {@code body} in compact form with the payload left out (RFC 7515 appendix F). */
    String detached(byte[] body) {
        ObjectNode header = JSON.createObjectNode().put("alg", "EdDSA").put("kid", name);
        String first = BASE64.encodeToString(header.toString().getBytes(UTF_8));
        String signed = first + "." + BASE64.encodeToString(body);
        try {
            return first + ".." + BASE64.encodeToString(sign(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that signed once does not any more", e);
        }
    }

    private byte[] sign(byte[] bytes) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(bytes);
        return signature.sign();
    }

    /** Its name alone. */
    @Override
    public String toString() {
        return "signing key " + name;
    }
}

package io.headwater.router.deliver;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A secret that signs deliveries, as Standard Webhooks writes it: {@code whsec_} and 24 to 64 bytes in base64. */
public final class WebhookSecret {
    private static final String PREFIX = "whsec_";

    private final byte[] bytes;

    private WebhookSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads a secret; fails with a sentence that does not show it. */
    @JsonCreator
    public static WebhookSecret parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("must be " + PREFIX + " and base64 (Standard Webhooks)");
        }
        byte[] bytes = decoded(text.substring(PREFIX.length()));
        if (bytes.length < 24 || bytes.length > 64) {
            throw new IllegalArgumentException("must hold 24 to 64 bytes in base64, held " + bytes.length);
        }
        return new WebhookSecret(bytes);
    }

    SecretKey key() {
        return new SecretKeySpec(bytes, Signature.ALGORITHM);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            /* Without its cause, whose message shows a part of the secret. */
            throw new IllegalArgumentException("must be " + PREFIX + " and base64; this is not base64");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WebhookSecret that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}

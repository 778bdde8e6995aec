package io.headwater.router.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Signs requests as Standard Webhooks 1.0 does: {@code v1,} and the base64 HMAC-SHA256 of {@code id.timestamp.body}, once
 * for each secret, so that a receiver may change from one to the next. Lives on one Vert.x context.
 */
final class Signature {
    static final String ALGORITHM = "HmacSHA256";

    private final List<Mac> macs;

    Signature(List<WebhookSecret> secrets) {
        this.macs = secrets.stream().map(secret -> mac(secret.key())).toList();
    }

    /** The value of {@code webhook-signature}. */
    String of(String id, long timestamp, Buffer body) {
        byte[] head = (id + "." + timestamp + ".").getBytes(UTF_8);
        byte[] bytes = body.getBytes();
        StringJoiner signatures = new StringJoiner(" ");
        for (Mac mac : macs) {
            mac.update(head);
            signatures.add("v1," + Base64.getEncoder().encodeToString(mac.doFinal(bytes)));
        }
        return signatures.toString();
    }

    private static Mac mac(SecretKey key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}

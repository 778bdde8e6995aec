package io.headwater.deploy.testkit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The customer's side of Standard Webhooks signatures (standardwebhooks.com), independent of the side that signs. */
final class WebhookSignature {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String SECRET_PREFIX = "whsec_";

    private final byte[] key;
    private final Clock clock;

    WebhookSignature(String secret, Clock clock) {
        if (!secret.startsWith(SECRET_PREFIX)) {
            throw new IllegalArgumentException("a webhook secret is whsec_ and base64");
        }
        this.key = Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
        this.clock = clock;
    }

    void check(SinkRequest request) throws MalformedDelivery {
        String id = required(request, "webhook-id");
        String timestamp = required(request, "webhook-timestamp");
        String signatures = required(request, "webhook-signature");
        checkTime(timestamp);
        byte[] expected = ("v1," + sign(id, timestamp, request.body())).getBytes(StandardCharsets.US_ASCII);
        for (String signature : signatures.split(" ", -1)) {
            if (MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.US_ASCII))) {
                return;
            }
        }
        throw new MalformedDelivery("webhook-signature of " + id + " does not match its body");
    }

    String sign(String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private void checkTime(String timestamp) throws MalformedDelivery {
        if (!timestamp.matches("[0-9]{1,12}")) {
            throw new MalformedDelivery("webhook-timestamp is not in unix seconds: " + timestamp);
        }
        long apart = Math.abs(clock.instant().getEpochSecond() - Long.parseLong(timestamp));
        if (apart > TOLERANCE.toSeconds()) {
            throw new MalformedDelivery("webhook-timestamp is " + apart + " s from now");
        }
    }

    private static String required(SinkRequest request, String header) throws MalformedDelivery {
        return request.header(header)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new MalformedDelivery("no header " + header));
    }
}

package io.headwater.router.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.router.deliver.format.HeaderText;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** The {@code webhook-id} of a request: the same on every attempt of a batch, another for any other batch. */
final class MessageId {
    private MessageId() {}

    /** The event's id where there is one event, else a hash of the ids in their order. */
    static String of(List<String> eventIds) {
        if (eventIds.size() == 1) {
            return HeaderText.percentEncoded(eventIds.get(0));
        }
        MessageDigest hash = sha256();
        for (String id : eventIds) {
            byte[] bytes = id.getBytes(UTF_8);
            hash.update(ByteBuffer.allocate(4).putInt(0, bytes.length));
            hash.update(bytes);
        }
        return "msg_" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package io.headwater.deploy.testkit;

import java.util.Map;

/**
 * One event as a webhook's customer sees it.
 *
 * @param data the bytes exactly as they stood in the request, or as base64 there encoded
 * @param attributes the CloudEvents attributes; empty in the formats that carry data alone
 */
@SuppressWarnings("ArrayRecordComponent") // Raw bytes are the point; they are compared by their hash.
public record ReceivedEvent(String id, byte[] data, Map<String, String> attributes) {
    public ReceivedEvent {
        attributes = Map.copyOf(attributes);
    }

    public String sha256() {
        return Sha256.of(data);
    }
}

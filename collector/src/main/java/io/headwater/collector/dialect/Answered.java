package io.headwater.collector.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.event.Rejection;
import java.io.UncheckedIOException;

/** The answer that counts: {@code {"accepted":n,"rejected":[{"index":i,"reason":"…"}]}}. */
public final class Answered {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ONE = "{\"accepted\":1,\"rejected\":[]}";

    private Answered() {}

    public static String counts(Decoded decoded) {
        if (decoded.events().size() == 1 && decoded.rejections().isEmpty()) {
            return ONE;
        }
        ObjectNode answer =
                JSON.createObjectNode().put("accepted", decoded.events().size());
        ArrayNode rejected = answer.putArray("rejected");
        for (Rejection rejection : decoded.rejections()) {
            rejected.addObject().put("index", rejection.index()).put("reason", rejection.reason());
        }
        try {
            return JSON.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

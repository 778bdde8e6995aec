package io.headwater.collector.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.event.Rejection;
import java.io.UncheckedIOException;

/** Headwater's own answers: {@code {"accepted":n,"rejected":[{"index":i,"reason":"…"}]}} and {@code {"error":"…"}}. */
public final class Answered {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ONE = "{\"accepted\":1,\"rejected\":[]}";

    private Answered() {}

    /** An error as {@code {"error":"…"}}. */
    public static Reply error(int status, String sentence) {
        StringBuilder body = new StringBuilder("{\"error\":\"");
        JsonStringEncoder.getInstance().quoteAsString(sentence, body);
        return Reply.json(status, body.append("\"}").toString());
    }

    public static Reply counts(int status, Decoded decoded) {
        return decoded.events().size() == 1 && decoded.rejections().isEmpty()
                ? Reply.json(status, ONE)
                : Reply.json(status, text(counted(decoded)));
    }

    private static ObjectNode counted(Decoded decoded) {
        ObjectNode answer =
                JSON.createObjectNode().put("accepted", decoded.events().size());
        ArrayNode rejected = answer.putArray("rejected");
        for (Rejection rejection : decoded.rejections()) {
            rejected.addObject().put("index", rejection.index()).put("reason", rejection.reason());
        }
        return answer;
    }

    private static String text(ObjectNode answer) {
        try {
            return JSON.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

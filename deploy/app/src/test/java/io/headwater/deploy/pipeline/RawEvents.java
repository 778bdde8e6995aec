package io.headwater.deploy.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.deploy.testkit.Receipt;
import io.headwater.deploy.testkit.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts events out of what a client sends, and says under which id and data each is owed. */
public final class RawEvents {
    /** Stands for the id of an event whose client gave it none: it is then known by its data. */
    public static final String NO_ID = "(none)";

    private static final ObjectMapper JSON = new ObjectMapper();

    private RawEvents() {}

    /** A native event: its data is the object, without white space around it. */
    public static Receipt nativeEvent(byte[] json) {
        return receipt(stripped(json), "id");
    }

    /** The events of a Segment batch. */
    public static List<Receipt> segmentBatch(byte[] body) {
        try (JsonParser parser = new JsonFactory().createParser(body)) {
            List<Receipt> events = new ArrayList<>();
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean batch = parser.currentName().equals("batch");
                parser.nextToken();
                if (batch) {
                    elements(parser, body).forEach(event -> events.add(receipt(event, "messageId")));
                } else {
                    parser.skipChildren();
                }
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> elements(JsonParser parser, byte[] document) throws IOException {
        List<byte[]> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            elements.add(Arrays.copyOfRange(
                    document, from, (int) parser.currentLocation().getByteOffset()));
        }
        return elements;
    }

    private static Receipt receipt(byte[] data, String idMember) {
        try {
            JsonNode id = JSON.readTree(data).path(idMember);
            boolean given = id.isTextual() && !id.asText().isEmpty();
            return new Receipt(given ? id.asText() : NO_ID, Sha256.of(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] stripped(byte[] json) {
        int from = 0;
        int to = json.length;
        while (isWhiteSpace(json[from])) {
            from++;
        }
        while (isWhiteSpace(json[to - 1])) {
            to--;
        }
        return Arrays.copyOfRange(json, from, to);
    }

    private static boolean isWhiteSpace(byte each) {
        return each == ' ' || each == '\t' || each == '\r' || each == '\n';
    }
}

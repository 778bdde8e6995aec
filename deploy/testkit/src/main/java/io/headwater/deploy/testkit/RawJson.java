package io.headwater.deploy.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cuts values out of a JSON document as the bytes they are; nothing is written anew. */
final class RawJson {
    private static final JsonFactory JSON = new JsonFactory();

    private RawJson() {}

    /** The elements of an array. */
    static List<byte[]> elements(byte[] array) throws MalformedDelivery {
        try (JsonParser parser = JSON.createParser(array)) {
            expect(parser, JsonToken.START_ARRAY);
            List<byte[]> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(value(parser, array));
            }
            expectEnd(parser);
            return elements;
        } catch (IOException e) {
            throw new MalformedDelivery("not a JSON array: " + e.getMessage());
        }
    }

    /** The members of an object, in their order. */
    static Map<String, byte[]> members(byte[] object) throws MalformedDelivery {
        try (JsonParser parser = JSON.createParser(object)) {
            expect(parser, JsonToken.START_OBJECT);
            Map<String, byte[]> members = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                members.put(name, value(parser, object));
            }
            expectEnd(parser);
            return members;
        } catch (IOException e) {
            throw new MalformedDelivery("not a JSON object: " + e.getMessage());
        }
    }

    private static byte[] value(JsonParser parser, byte[] document) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        return Arrays.copyOfRange(document, from, to);
    }

    private static void expect(JsonParser parser, JsonToken token) throws IOException, MalformedDelivery {
        JsonToken found = parser.nextToken();
        if (found != token) {
            throw new MalformedDelivery("expected " + token + ", found " + found);
        }
    }

    private static void expectEnd(JsonParser parser) throws IOException, MalformedDelivery {
        if (parser.nextToken() != null) {
            throw new MalformedDelivery("more follows the JSON value");
        }
    }
}

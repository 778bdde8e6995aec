package io.headwater.router.deliver.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;

/** Any text as the value of an HTTP header. */
public final class HeaderText {
    private static final JsonFactory ASCII =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private HeaderText() {}

    /** Percent-encodes as the CloudEvents HTTP binding does, section 3.1.3.2: space, quote, percent, and all outside ASCII. */
    public static String percentEncoded(String text) {
        if (text.chars().allMatch(HeaderText::isPlain)) {
            return text;
        }
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte each : text.getBytes(UTF_8)) {
            if (isPlain(each)) {
                encoded.append((char) each);
            } else {
                encoded.append('%').append(HEX[each >> 4 & 0xF]).append(HEX[each & 0xF]);
            }
        }
        return encoded.toString();
    }

    /** A JSON array of strings in ASCII alone. */
    public static String jsonArray(Collection<String> texts) {
        StringWriter array = new StringWriter();
        try (JsonGenerator json = ASCII.createGenerator(array)) {
            json.writeStartArray();
            for (String text : texts) {
                json.writeString(text);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return array.toString();
    }

    /** About how long a string is in {@link #jsonArray}; never less than it is. */
    public static int jsonLength(String text) {
        int length = 2;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            length += c >= 0x20 && c < 0x7F && c != '"' && c != '\\' ? 1 : 6;
        }
        return length;
    }

    private static boolean isPlain(int c) {
        return c > 0x20 && c < 0x7F && c != '"' && c != '%';
    }
}

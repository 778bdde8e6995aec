package io.headwater.collector.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/**
 * An answer as an SDK expects it.
 *
 * @param contentType of the body, empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // written in place, never compared
public record Reply(int status, String contentType, byte[] body) {
    /** A transparent GIF of one pixel, which an img element can show. */
    private static final byte[] PIXEL =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    public static Reply json(int status, String body) {
        return new Reply(status, MediaTypes.JSON, body.getBytes(UTF_8));
    }

    public static Reply ok(String json) {
        return json(200, json);
    }

    public static Reply text(int status, String body) {
        return new Reply(status, "text/plain; charset=utf-8", body.getBytes(UTF_8));
    }

    public static Reply pixel() {
        return new Reply(200, "image/gif", PIXEL);
    }

    public static Reply nothing() {
        return new Reply(204, "", new byte[0]);
    }
}

package io.headwater.deploy.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * A request as an unmodified SDK made it.
 *
 * @param headers in wire order and case; length and host stand as captured
 * @param body the exact bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Raw bytes are the point; nothing compares whole captures.
public record Capture(String name, String method, String path, List<Map.Entry<String, String>> headers, byte[] body) {
    public Capture {
        headers = List.copyOf(headers);
    }

    /** The same request compressed, as SDKs make it that are told to. */
    public Capture gzipped() {
        byte[] compressed = compressed();
        List<Map.Entry<String, String>> changed = new ArrayList<>();
        for (Map.Entry<String, String> header : headers) {
            boolean length = header.getKey().equalsIgnoreCase("content-length");
            changed.add(length ? Map.entry(header.getKey(), String.valueOf(compressed.length)) : header);
        }
        changed.add(Map.entry("Content-Encoding", "gzip"));
        return new Capture(name, method, path, changed, compressed);
    }

    private byte[] compressed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

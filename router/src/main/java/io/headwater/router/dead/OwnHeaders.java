package io.headwater.router.dead;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The headers that are the event's own, as opposed to those that tell what became of it: {@code hw_…}. */
public final class OwnHeaders {
    private static final String OURS = "hw_";

    private OwnHeaders() {}

    /** A list to add to. */
    public static List<Header> of(Headers headers) {
        List<Header> own = new ArrayList<>();
        for (Header header : headers) {
            if (!header.key().startsWith(OURS)) {
                own.add(header);
            }
        }
        return own;
    }

    public static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }
}

package io.headwater.collector.dialect;

import java.time.Instant;

/**
 * A request as a dialect reads it.
 *
 * @param variable what stood in the path for the endpoint's variable segment, decoded, or empty
 * @param bytes the body, decompressed
 * @param at the edge's clock when the request was complete
 */
@SuppressWarnings("ArrayRecordComponent") // read in place, never compared
public record Request(Head head, String variable, byte[] bytes, Instant at) {

    /** The last segment of the path. */
    public String call() {
        String path = head.path();
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }
}

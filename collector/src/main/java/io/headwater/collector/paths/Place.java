package io.headwater.collector.paths;

import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Endpoint;
import java.util.List;

/**
 * What stands at the path of a request.
 *
 * @param dialects that answer there, in the order they are listed; one or more
 * @param endpoint of the first of them
 * @param key the write key in the path, or empty
 * @param variable what stands for the endpoint's {@link Endpoint#ANY} segment, or empty
 */
public record Place(List<Dialect> dialects, Endpoint endpoint, String key, String variable) {
    public Place {
        dialects = List.copyOf(dialects);
    }

    /** The only dialect here, or the one whose words are used until the request tells. */
    public Dialect first() {
        return dialects.get(0);
    }

    boolean isShared() {
        return dialects.size() > 1;
    }
}

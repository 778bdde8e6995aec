package io.headwater.collector.dialect;

/**
 * One thing a dialect answers.
 *
 * @param method in capitals
 * @param path of whole segments; {@code :key} stands for a write key, {@code *} for any segment
 * @param kind what it is for
 */
public record Endpoint(String method, String path, Kind kind) {
    /** What an endpoint is for. */
    public enum Kind {
        /** It takes events. */
        EVENTS,
        /** It is asked for the configuration of the source whose key the request carries. */
        SETUP,
        /** It is asked for configuration that is the same for everybody, and needs no key. */
        COMMON_SETUP,
        /** It is asked where collectors are. */
        DIRECTORY
    }

    public static final String KEY = ":key";
    public static final String ANY = "*";

    public static Endpoint post(String path) {
        return new Endpoint("POST", path, Kind.EVENTS);
    }

    /** Events in the query. */
    public static Endpoint get(String path) {
        return new Endpoint("GET", path, Kind.EVENTS);
    }

    /** A request for configuration. */
    public static Endpoint setup(String path) {
        return new Endpoint("GET", path, Kind.SETUP);
    }

    /** A request for configuration that is the same for everybody. */
    public static Endpoint commonSetup(String method, String path) {
        return new Endpoint(method, path, Kind.COMMON_SETUP);
    }

    /** A question about where collectors are. */
    public static Endpoint directory(String path) {
        return new Endpoint("GET", path, Kind.DIRECTORY);
    }

    public boolean takesEvents() {
        return kind == Kind.EVENTS;
    }
}

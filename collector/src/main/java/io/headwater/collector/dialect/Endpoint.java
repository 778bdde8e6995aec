package io.headwater.collector.dialect;

/**
 * One thing a dialect answers.
 *
 * @param method in capitals
 * @param path of whole segments; {@code :key} stands for a write key, {@code *} for any segment
 * @param setup whether it asks for configuration and carries no events
 */
public record Endpoint(String method, String path, boolean setup) {
    public static final String KEY = ":key";
    public static final String ANY = "*";

    public static Endpoint post(String path) {
        return new Endpoint("POST", path, false);
    }

    /** Events in the query. */
    public static Endpoint get(String path) {
        return new Endpoint("GET", path, false);
    }

    /** A request for configuration. */
    public static Endpoint setup(String path) {
        return new Endpoint("GET", path, true);
    }
}

package io.headwater.event;

import java.util.Set;

/**
 * One more CloudEvents attribute of an event, an extension (CloudEvents 1.0 section 3.1).
 *
 * @param name 1 to 64 lower case letters or digits, and none of Headwater's own
 * @param value any text
 */
public record Attribute(String name, String value) {
    /** The client's own time corrected by what its clock is wrong, RFC 3339 in UTC. */
    public static final String CORRECTED_TIME = "correctedtime";

    /** The number the client's SDK gave the event; numbers of one session and {@link #LIBRARY} have no gaps. */
    public static final String SEQUENCE = "sequence";

    /** The SDK that sent the event, {@code name/version}, as far as it says so. */
    public static final String LIBRARY = "library";

    /** The {@code source} a CloudEvent had at the client, where the attribute of that name is the configured source. */
    public static final String CLIENT_SOURCE = "clientsource";

    /** {@code true} where another event with this id and other data came shortly before. */
    public static final String REUSED_ID = "reusedid";

    private static final int LONGEST_NAME = 64;
    private static final Set<String> OWN = Set.of(
            "specversion",
            "id",
            "source",
            "type",
            "time",
            "subject",
            "partitionkey",
            "dialect",
            "region",
            "jurisdiction",
            "configversion",
            "traceparent",
            "acceptedat",
            "edge",
            "seq",
            "data",
            "datacontenttype");

    /** Whether Headwater itself says what the attribute {@code name} is. */
    public static boolean isOwn(String name) {
        return OWN.contains(name);
    }

    /** Whether {@code name} can be one of {@link Event#more}. */
    public static boolean mayBeNamed(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && !isOwn(name)
                && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
    }
}

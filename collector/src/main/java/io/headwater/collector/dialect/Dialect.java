package io.headwater.collector.dialect;

import java.util.List;

/**
 * A wire protocol some SDK speaks. Pure: bytes in, events and rejections out. To add one, write this interface's methods
 * in a package of its own and list it in {@code Dialects}; where it shares a path with another, say in {@code Tells} how
 * they are told apart.
 */
public interface Dialect {

    /** Its name as the events' {@code dialect} attribute. */
    String name();

    /** What it answers. */
    List<Endpoint> endpoints();

    /** The write key where this protocol has a place of its own for it outside the body, or empty. */
    default String key(Head head) {
        return "";
    }

    /** Finds the events of a request. Fails when the request as a whole cannot be read; one bad event is a rejection. */
    Decoded decode(Request request) throws Malformed;

    /** The answer its SDK expects once everything is durable. */
    Reply accepted(Request request, Decoded decoded);

    /**
     * The configuration asked for at an endpoint that takes no events.
     *
     * @param writeKey a key that is known, or empty where none is needed
     */
    default Reply setup(Head head, String writeKey) {
        throw new UnsupportedOperationException(name() + " has no setup endpoint");
    }

    /** What to answer in place of {@code status}, so that its SDK sends again what is to be sent again. */
    default int status(int status) {
        return status;
    }

    /** The body of an answer that is an error, the sentence being for the sender; {@code status} as it is sent. */
    default Reply refused(Head head, int status, String sentence) {
        return Answered.error(status, sentence);
    }
}

package io.headwater.collector.dialect;

import java.util.List;

/**
 * A wire protocol some SDK speaks. Pure: bytes in, events and rejections out. To add one, write this interface's methods
 * in a class of its own and list it in {@link Dialects}.
 */
public interface Dialect {

    /** Its name as the events' {@code dialect} attribute. */
    String name();

    /** The paths it answers on, all with POST; {@code :key} stands for a write key. */
    List<String> paths();

    /** Finds the events of a request. Fails when the body as a whole cannot be read; one bad event is a rejection. */
    Decoded decode(Body body) throws Malformed;

    /** The body of the 200 answer its SDK expects once everything is durable. */
    String accepted(Decoded decoded);
}

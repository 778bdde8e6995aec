package io.headwater.collector.dialect;

import java.util.List;

/**
 * One JSON value found in a body: where it stands, what is wrong with it, and the wanted members of it.
 *
 * @param from its first byte
 * @param to the byte after its last
 * @param fault the first thing wrong with it, or {@link Fault#NONE}
 * @param members for each wanted path what stood there, or empty
 * @param ignored wanted members of a wrong type, null not counted
 */
public record Scan(int from, int to, Fault fault, List<String> members, int ignored) {
    int length() {
        return to - from;
    }

    /** The wanted member {@code index}, or empty. */
    public String member(int index) {
        return members.get(index);
    }
}

package io.headwater.collector.dialect;

/** Where lines begin and end in a body. */
public final class Lines {
    private Lines() {}

    /** The index of the line feed that ends the line at {@code from}, or the body's length. */
    public static int end(byte[] bytes, int from) {
        int i = from;
        while (i < bytes.length && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    /** The first index at or after {@code from} that is not JSON white space, or {@code to}. */
    public static int skipWhiteSpace(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\r' || bytes[i] == '\n')) {
            i++;
        }
        return i;
    }
}

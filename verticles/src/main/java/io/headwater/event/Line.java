package io.headwater.event;

/**
 * One forwarder incarnation's numbering for one partition. Numbers of a line start at 0 and have no gaps, and one router
 * at a time reads a line, so what was seen or settled of it is a few ranges.
 *
 * @param site the collector site, without dots
 * @param incarnation one life of one forwarder there, without dots
 * @param region the Kafka cluster, without dots
 * @param partition of {@code hw.events}
 */
public record Line(String site, String incarnation, String region, int partition) {

    /** Reads {@code <site>.<incarnation>.<region>.<partition>}. */
    public static Line parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException(
                    "a line is <site>.<incarnation>.<region>.<partition>, was '" + text + "'");
        }
        return new Line(parts[0], parts[1], parts[2], Integer.parseInt(parts[3]));
    }

    @Override
    public String toString() {
        return site + "." + incarnation + "." + region + "." + partition;
    }
}

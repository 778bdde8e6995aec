package io.headwater.router.ledger;

/**
 * What became of a source's events of one minute on the way to the routers:
 * {@code acknowledged = seen + spooled + in transit + quarantined + written off + lost}.
 *
 * @param minute of acceptance, counted from 1970
 * @param source {@code tenant/name}
 * @param acknowledged answered with a 2xx
 * @param seen of those, read by a router
 * @param spooled of those, in an edge's spool
 * @param inTransit of those, in Kafka and not read yet
 * @param quarantined of those, in an edge's quarantine, damaged or refused by Kafka
 * @param writtenOff of those, given up by an operator with their edge's spool
 * @param lost of those, none of these
 * @param unrouted of those seen, no route leads anywhere
 * @param duplicates of those seen, repeats of events with other numbers
 * @param indeterminate answered 503, whatever became of them
 */
public record SourceRow(
        long minute,
        String source,
        long acknowledged,
        long seen,
        long spooled,
        long inTransit,
        long quarantined,
        long writtenOff,
        long lost,
        long unrouted,
        long duplicates,
        long indeterminate) {

    SourceRow plus(SourceRow other) {
        return new SourceRow(
                minute,
                source,
                acknowledged + other.acknowledged,
                seen + other.seen,
                spooled + other.spooled,
                inTransit + other.inTransit,
                quarantined + other.quarantined,
                writtenOff + other.writtenOff,
                lost + other.lost,
                unrouted + other.unrouted,
                duplicates + other.duplicates,
                indeterminate + other.indeterminate);
    }
}

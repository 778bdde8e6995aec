package io.headwater.router.consume;

import io.headwater.router.deliver.DestinationId;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How one reading handles its records.
 *
 * @param self this life of this router, as commits name who reads
 * @param arrivals what is done with a record
 * @param instead what is done instead with a record that must not or cannot be handled
 * @param pace the reading's time
 * @param turn of the one partition that may have an event announced, of all this router reads
 */
record Handling(String self, Arrivals arrivals, Instead instead, ConsumeMeters meters, Pace pace, Turn turn) {

    /** The time of whoever reads. */
    interface Pace {
        /** Time that only goes on. */
        long nanos();

        /** Lets what waits go on when what happens now is over. */
        void again();
    }

    /** What is done with records that arrivals are not asked about, or not any more. */
    interface Instead {
        /** Its handling ends the process. */
        Passage poison(ConsumerRecord<byte[], byte[]> record, List<DestinationId> owed);

        /** Its handling failed. */
        Passage failed(ConsumerRecord<byte[], byte[]> record, List<DestinationId> owed, RuntimeException why);
    }

    Passage passage(ConsumerRecord<byte[], byte[]> record) {
        try {
            return arrivals.of(record);
        } catch (RuntimeException e) {
            return instead.failed(record, arrivals.owed(record), e);
        }
    }

    /** The passage of an event whose handling ends the process. */
    Passage setAside(ConsumerRecord<byte[], byte[]> record) {
        return instead.poison(record, arrivals.owed(record));
    }

    /** Whether a partition's last owner is neither this router nor one that is still there, and did not say it ended. */
    boolean died(String owner, Set<String> members) {
        return !owner.isEmpty()
                && !owner.equals(self)
                && members.stream().noneMatch(each -> each.endsWith("-" + owner));
    }
}

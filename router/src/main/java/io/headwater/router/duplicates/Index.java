package io.headwater.router.duplicates;

import io.headwater.kafka.LogProducer;
import io.headwater.kafka.Records;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is remembered to {@code hw.index}, some events a record. Delivery never waits for it: what Kafka does not
 * take is read from the log itself after a restart.
 */
public final class Index {
    private static final Logger LOG = LoggerFactory.getLogger(Index.class);
    private static final long FLUSH_MILLIS = 500;

    private final LogProducer producer;
    private final Map<Integer, IndexRecords.Draft> drafts = new HashMap<>();
    private final Counter failures;
    private boolean failing;

    /** To be made and used on one Vert.x context. */
    public Index(Vertx vertx, LogProducer producer, MeterRegistry meters) {
        this.producer = producer;
        this.failures = Counter.builder("headwater.duplicates.index.failures")
                .description("Appends to hw.index that failed; a restart reads these events from hw.events instead")
                .register(meters);
        vertx.setPeriodic(FLUSH_MILLIS, tick -> flush());
    }

    void add(int partition, Fingerprint event, long offset) {
        IndexRecords.Draft draft = drafts.computeIfAbsent(partition, IndexRecords.Draft::new);
        if (!draft.add(event, offset)) {
            write(List.of(draft.record()));
            IndexRecords.Draft fresh = new IndexRecords.Draft(partition);
            drafts.put(partition, fresh);
            fresh.add(event, offset);
        }
    }

    private void flush() {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        drafts.values().removeIf(draft -> records.add(draft.record()));
        if (!records.isEmpty()) {
            write(records);
        }
    }

    private void write(List<ProducerRecord<byte[], byte[]>> records) {
        producer.append(Records.of(records)).onComplete(done -> {
            if (done.succeeded()) {
                failing = false;
                return;
            }
            failures.increment();
            if (!failing) {
                failing = true;
                LOG.warn(
                        "The index of events is not written now; after a restart the log is read instead",
                        done.cause());
            }
        });
    }
}

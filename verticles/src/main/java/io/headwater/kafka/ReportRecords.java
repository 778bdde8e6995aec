package io.headwater.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.ledger.Report;
import io.headwater.ledger.ReportCodec;
import io.vertx.core.Future;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Reports as records of {@code hw.ledger}, under the key of the line they tell of, or of whoever reports. */
public final class ReportRecords {
    private ReportRecords() {}

    public static ProducerRecord<byte[], byte[]> encode(Report report) {
        return new ProducerRecord<>(Topics.LEDGER, null, report.key().getBytes(UTF_8), ReportCodec.encode(report));
    }

    /** Completes when the report is durable. */
    public static Future<Void> append(DurableLog log, Report report) {
        return log.append(encode(report));
    }

    /** The same; empty where it is none of ours. */
    public static Optional<Report> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(decode(record));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // counted by whoever keeps the ledger
        }
    }

    /** Reads what {@link #encode} made; fails with {@link IllegalArgumentException} where it is none of ours. */
    public static Report decode(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            throw new IllegalArgumentException("the report has no key or no value");
        }
        return ReportCodec.decode(new String(record.key(), UTF_8), record.value());
    }
}

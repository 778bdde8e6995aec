package io.headwater.collector.forward;

import io.headwater.collector.spool.Spool;
import io.headwater.config.SourcesConfig;
import io.headwater.kafka.KafkaConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** One life of one forwarder: its numbering, what it knows of Kafka's health, its spool, and its meters. */
public final class Forwarding {
    private final Edge edge;
    private final Spool spool;
    private final LineNumbers numbers;
    private final Account account;
    private final OrderedBuckets ordered;
    private final Breaker breaker;
    private final Pace pace;
    private final ForwardMeters meters;
    private volatile Optional<String> refusal = Optional.empty();

    /** Where a forwarder stands, and how it is to work. */
    public record Edge(String site, String region, KafkaConfig kafka, ForwardConfig config) {}

    public Forwarding(Edge edge, SourcesConfig sources, Spool spool, MeterRegistry meters) {
        int partitions = edge.kafka().topics().partitions();
        this.edge = edge;
        this.spool = spool;
        this.numbers = new LineNumbers(edge.site(), incarnation(Clock.systemUTC()), edge.region(), partitions);
        this.ordered = new OrderedBuckets(sources);
        this.breaker =
                new Breaker(edge.config().breaker(), partitions, edge.kafka().ackWithin(), System::nanoTime);
        this.pace = new Pace(edge.config().drain().beside(), System.nanoTime());
        this.meters = new ForwardMeters(meters, edge.region(), breaker::open);
        this.account = new Account(numbers, !edge.config().reportEvery().isZero(), this.meters.unreported::increment);
    }

    /** A name no other life of a forwarder has: the time in milliseconds, then 24 random bits, both in base 36. */
    private static String incarnation(Clock clock) {
        return Long.toString(clock.millis(), 36) + Integer.toString(new SecureRandom().nextInt(1 << 24), 36);
    }

    /** Learns which keys of ordered sources wait in the spool. Blocking; to be called once, before anything is forwarded. */
    public void restoreOrder() {
        if (!ordered.isEmpty()) {
            spool.forEachUndrained(spooled -> ordered.enter(spooled.record()));
        }
    }

    /** Goes by another version of the sources from the next batch on. */
    public void change(SourcesConfig sources) {
        ordered.change(sources);
    }

    /** Why the spool takes nothing, as far as it and the last append tell; empty when it does. */
    public Optional<String> spoolProblem() {
        return spool.problem().or(() -> refusal);
    }

    /** Appends a report to the spool. It is small: that it finds room says nothing of events. */
    Future<Void> spoolReport(List<ProducerRecord<byte[], byte[]>> records) {
        return Future.fromCompletionStage(spool.append(records));
    }

    /** Appends to the spool, and remembers whether it took that. */
    Future<Void> spool(List<ProducerRecord<byte[], byte[]>> records) {
        return Future.fromCompletionStage(spool.append(records))
                .onComplete(done ->
                        refusal = Optional.ofNullable(done.cause()).map(why -> String.valueOf(why.getMessage())));
    }

    String region() {
        return edge.region();
    }

    int partitions() {
        return numbers.partitions();
    }

    Duration reportEvery() {
        return edge.config().reportEvery();
    }

    /** How long a Kafka that takes anything at all may take for it. */
    Duration patience() {
        return edge.kafka().ackWithin().plus(edge.config().drain().retryAfter());
    }

    DrainConfig drain() {
        return edge.config().drain();
    }

    Spool spool() {
        return spool;
    }

    LineNumbers numbers() {
        return numbers;
    }

    Account account() {
        return account;
    }

    OrderedBuckets ordered() {
        return ordered;
    }

    Breaker breaker() {
        return breaker;
    }

    Pace pace() {
        return pace;
    }

    ForwardMeters meters() {
        return meters;
    }
}

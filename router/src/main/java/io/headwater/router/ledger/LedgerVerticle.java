package io.headwater.router.ledger;

import io.headwater.event.Line;
import io.headwater.kafka.KafkaClients;
import io.headwater.kafka.LogEnds;
import io.headwater.kafka.LogProducer;
import io.headwater.kafka.LogUnavailable;
import io.headwater.kafka.Records;
import io.headwater.kafka.ReportFollower;
import io.headwater.kafka.ReportRecords;
import io.headwater.ledger.Column;
import io.headwater.ledger.LineReport;
import io.headwater.ledger.Minute;
import io.headwater.ledger.Numbers;
import io.headwater.ledger.Report;
import io.headwater.ledger.Section;
import io.headwater.ledger.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the ledger: reads every report there is, and proves what is lost. Every router keeps all of it, so any can be asked. */
public final class LedgerVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerVerticle.class);

    private static final long CLOSE_MILLIS = 1_000;

    private final KafkaClients clients;
    private final String group;
    private final LedgerConfig config;
    private final Ledger ledger;
    private final Proof proof;
    private final LedgerMeters meters;
    private final ReportFollower follower;
    private final Clock clock = Clock.systemUTC();
    private Optional<LogEnds> ends = Optional.empty();
    private boolean proving;
    private boolean failing;

    /**
     * Whose ledger it is.
     *
     * @param group of the routers whose reports count
     * @param retryEvery between tries to read while Kafka is away
     */
    public record Reader(String group, String region, Duration retryEvery) {}

    public LedgerVerticle(KafkaClients clients, Reader reader, LedgerConfig config, MeterRegistry registry) {
        this.clients = clients;
        this.group = reader.group();
        this.config = config;
        this.ledger = new Ledger(reader.group(), config);
        this.proof = new Proof(ledger);
        this.meters = new LedgerMeters(registry, reader.region());
        this.follower = new ReportFollower(clients, reader.retryEvery(), new ReportFollower.Listener() {
            @Override
            public void report(Report report, long appendedAt) {
                ledger.take(report, appendedAt);
                meters.report(appendedAt);
            }

            @Override
            public void unreadable() {
                meters.unreadable();
            }

            @Override
            public void failed() {
                meters.failed();
            }
        });
    }

    /** The account itself. */
    public Ledger ledger() {
        return ledger;
    }

    /**
     * Gives up what lies in the spool of an edge that is silent for long: it is stranded no more, and not lost. Comes true
     * with the next reports that are read, by all routers; what comes all the same is seen all the same.
     */
    public Future<Void> writeOff(Map<Line, Numbers> stranded) {
        List<ProducerRecord<byte[], byte[]>> reports = new ArrayList<>();
        stranded.forEach((line, numbers) -> {
            Section section = new Section(Stage.WRITTEN_OFF, "", Column.of(numbers, 0));
            reports.add(ReportRecords.encode(new LineReport(line, "", List.of(), List.of(section))));
        });
        LogProducer producer = new LogProducer(vertx, clients, "headwater-ledger-write-off");
        return producer.append(Records.of(reports))
                .compose(refused -> refused.isEmpty()
                        ? Future.<Void>succeededFuture()
                        : Future.failedFuture(new LogUnavailable(refused.get(0).reason())))
                .eventually(() -> producer.close(CLOSE_MILLIS));
    }

    /** Minutes of acceptance before this one have had the time to settle; counted from 1970. */
    public long judgedBefore() {
        return Minute.of(clock.instant().minus(config.settle()));
    }

    /** Whether everything that stood in {@code hw.ledger} is read. */
    public boolean isCaughtUp() {
        return follower.progress().isCaughtUp();
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(() -> new LogEnds(vertx, clients, "headwater-ledger-ends"))
                .onSuccess(made -> {
                    ends = Optional.of(made);
                    follower.start(clock.instant().minus(config.keep()));
                    vertx.setPeriodic(config.proveEvery().toMillis(), tick -> prove(made));
                });
    }

    @Override
    public Future<?> stop() {
        return follower.stop().compose(done -> ends.map(LogEnds::close).orElse(Future.succeededFuture()));
    }

    /* One step at a time; what is asked of Kafka is asked beside, and what it takes to compare sets is done off this loop. */
    private void prove(LogEnds log) {
        if (proving) {
            return;
        }
        proving = true;
        vertx.executeBlocking(this::look, true)
                .compose(begun -> begun.isEmpty()
                        ? Future.succeededFuture()
                        : log.ends(begun).onSuccess(proof::ends).mapEmpty())
                .compose(asked -> proof.waitsForCommits()
                        ? log.committed(group)
                                .compose(
                                        committed -> log.reportsEnd().onSuccess(end -> proof.committed(committed, end)))
                                .mapEmpty()
                        : Future.succeededFuture())
                .onSuccess(done -> failing = false)
                .onFailure(this::failed)
                .onComplete(done -> proving = false);
    }

    private Set<Integer> look() {
        ledger.tick(clock.millis());
        boolean caughtUp = isCaughtUp();
        meters.follow(ledger, follower.progress(), clock.millis());
        proof.read(follower.progress().next());
        return caughtUp ? proof.begin() : Set.of();
    }

    private void failed(Throwable error) {
        meters.failed();
        if (!failing) {
            failing = true;
            LOG.warn("How far Kafka is read cannot be asked; nothing is proven lost until it can", error);
        }
    }
}

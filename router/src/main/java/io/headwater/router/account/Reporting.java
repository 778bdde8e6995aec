package io.headwater.router.account;

import io.headwater.kafka.DurableLog;
import io.headwater.kafka.ReportRecords;
import io.headwater.ledger.LineReport;
import io.headwater.ledger.Minute;
import io.headwater.ledger.RouterReport;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a router's accounts to {@code hw.ledger}. Commits wait for it: what is committed is reported, so a kill loses no
 * account of it. Lives on the consumer's context.
 */
public final class Reporting {
    private final String life;
    private final String reporter;
    private final String region;
    private final Optional<KeptAccounts> accounts;
    private final Clock clock = Clock.systemUTC();
    private final DurableLog log;
    private Future<Void> latest = Future.succeededFuture();
    private Optional<Future<Void>> next = Optional.empty();

    /**
     * @param group that the router reads in
     * @param on whether a ledger is kept
     */
    public Reporting(String group, String region, boolean on, DurableLog log) {
        this.life = newLife();
        this.reporter = group + "/" + life;
        this.region = region;
        this.accounts = on ? Optional.of(new KeptAccounts(reporter)) : Optional.empty();
        this.log = log;
    }

    /* Eight signs that tell this life of this router from any other. */
    private static String newLife() {
        return Long.toString((1L << 40) + (new SecureRandom().nextLong() >>> 24), 36);
    }

    /** Names this life of this router. */
    public String life() {
        return life;
    }

    public Accounts accounts() {
        return accounts.<Accounts>map(kept -> kept).orElse(Accounts.NONE);
    }

    /** Shows that the router lives, and what lag it measured. Not waited for. */
    public void sign() {
        Instant now = clock.instant();
        accounts.ifPresent(kept -> ReportRecords.append(
                log,
                new RouterReport(
                        reporter,
                        region,
                        ChronoUnit.MICROS.between(Instant.EPOCH, now),
                        kept.measured(Minute.of(now)))));
    }

    private List<LineReport> cut() {
        return accounts.map(KeptAccounts::cut).orElse(List.of());
    }

    /** Completes when everything told to the accounts so far is durable. What is asked for while a report is under way goes together. */
    public Future<Void> report() {
        if (latest.isComplete()) {
            latest = write(cut());
            return latest;
        }
        Future<Void> follows = next.orElseGet(() -> latest.transform(done -> {
            next = Optional.empty();
            latest = write(cut());
            return latest;
        }));
        next = Optional.of(follows);
        return follows;
    }

    private Future<Void> write(List<LineReport> reports) {
        List<Future<Void>> written = new ArrayList<>(reports.size());
        reports.forEach(each -> written.add(ReportRecords.append(log, each)));
        return written.isEmpty()
                ? Future.succeededFuture()
                : Future.all(written).mapEmpty();
    }
}

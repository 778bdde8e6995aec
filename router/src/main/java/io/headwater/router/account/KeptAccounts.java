package io.headwater.router.account;

import io.headwater.event.Line;
import io.headwater.ledger.Fact;
import io.headwater.ledger.LagHistogram;
import io.headwater.ledger.LineReport;
import io.headwater.ledger.Measured;
import io.headwater.ledger.Minute;
import io.headwater.ledger.Stage;
import io.headwater.router.deliver.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Accounts that are kept until they are reported. */
final class KeptAccounts implements Accounts {
    private final String reporter;
    /* By destination, none for hops that lead to none yet, and by hop. */
    private final Map<Optional<DestinationId>, Map<String, LagHistogram>> lags = new HashMap<>();
    private Map<Line, LineDraft> drafts = new HashMap<>();

    /** @param reporter names this life of this router and its group, as reports do */
    KeptAccounts(String reporter) {
        this.reporter = reporter;
    }

    @Override
    public void seen(Line line, long number, Instant acceptedAt) {
        draft(line).all(Stage.SEEN, number, Minute.of(acceptedAt));
    }

    @Override
    public void unrouted(Line line, long number) {
        draft(line).all(Stage.UNROUTED, number, 0);
    }

    @Override
    public void duplicate(Line line, long number) {
        draft(line).all(Stage.DUPLICATE, number, 0);
    }

    @Override
    public void owed(Line line, long number, DestinationId destination, boolean own) {
        draft(line).of(destination).add(Stage.OWED, number, own ? 1 : 0);
    }

    @Override
    public void attempted(Line line, long number, DestinationId destination, Tried tried) {
        LineDraft draft = draft(line);
        draft.of(destination).add(Stage.ATTEMPTED, number, draft.fact(Fact.State.OWED, 0, tried));
    }

    @Override
    public void ended(Line line, long number, DestinationId destination, Fact.State state, int stay, Tried tried) {
        LineDraft draft = draft(line);
        draft.of(destination).add(Stage.ENDED, number, draft.fact(state, stay, tried));
    }

    @Override
    public void closed(Line line, long number) {
        draft(line).all(Stage.CLOSED, number, 0);
    }

    @Override
    public void closed(Line line, long number, DestinationId destination, int stay) {
        draft(line).of(destination).add(Stage.CLOSED, number, stay);
    }

    @Override
    public void lag(String hop, Optional<DestinationId> destination, Duration lag) {
        lags.computeIfAbsent(destination, each -> new HashMap<>())
                .computeIfAbsent(hop, each -> new LagHistogram())
                .record(TimeUnit.MICROSECONDS.convert(lag));
    }

    /** What there is to report; it is then reported, and not said again. */
    List<LineReport> cut() {
        if (drafts.isEmpty()) {
            return List.of();
        }
        List<LineReport> reports = new ArrayList<>(drafts.size());
        drafts.forEach((line, draft) -> reports.add(draft.report(line, reporter)));
        drafts = new HashMap<>();
        return reports;
    }

    /** What was measured since the last time. */
    List<Measured> measured(long minute) {
        List<Measured> measured = new ArrayList<>();
        lags.forEach((destination, hops) -> hops.forEach((hop, times) -> measured.add(new Measured(
                minute, hop, destination.map(DestinationId::toString).orElse(""), times))));
        lags.clear();
        return measured;
    }

    private LineDraft draft(Line line) {
        LineDraft draft = drafts.get(line);
        if (draft == null) {
            draft = new LineDraft();
            drafts.put(line, draft);
        }
        return draft;
    }
}

package io.headwater.deploy.operate;

import io.headwater.deploy.process.ExitCode;
import io.headwater.deploy.process.Surroundings;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headwater ledger}: what was owed, and what became of it. */
@Command(
        name = "ledger",
        description = {
            "Shows what sources were acknowledged and what destinations were owed, and what became of it: on time, late,"
                    + " dead, parked, in flight, lost. Names what is lost.",
            ""
        },
        customSynopsis = {"Usage: headwater ledger [OPTIONS]", ""},
        footer = {
            "",
            "Times are those of acceptance at the edge. Of each row",
            "  acknowledged = seen + spooled + in transit + quarantined + lost",
            "  owed = on time + late + filtered + duplicates + dead + parked + in flight + lost",
            "Late is ours where the objective passed before the destination was tried, else theirs.",
            "",
            "Exit code 1 where something is lost, was never accepted, or was reported twice.",
            "",
            "Examples:",
            "  headwater ledger",
            "  headwater ledger --tenant acme --from 2h --by-minute",
            "  headwater ledger --follow --url http://localhost:8090",
        })
public final class LedgerCommand implements Callable<Integer> {
    private static final long FOLLOW_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            defaultValue = "1h",
            description =
                    "Accepted since then: 2026-01-31T08:00:00Z, or how long ago: 30m, 2h (default: ${DEFAULT-VALUE}).")
    private String from = "1h";

    @Option(names = "--to", paramLabel = "TIME", description = "Accepted before then (default: now).")
    private Optional<String> to = Optional.empty();

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Only this tenant's.")
    private Optional<String> tenant = Optional.empty();

    @Option(names = "--source", paramLabel = "TENANT/NAME", description = "Only this source's.")
    private Optional<String> source = Optional.empty();

    @Option(names = "--destination", paramLabel = "TENANT/NAME", description = "Only this destination's.")
    private Optional<String> destination = Optional.empty();

    @Option(names = "--by-minute", description = "A row for each minute, instead of their sum.")
    private boolean byMinute;

    @Option(names = "--follow", description = "Prints each minute when it is judged, until it is interrupted.")
    private boolean follow;

    @Mixin
    private OperateOption options = new OperateOption();

    public LedgerCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return Session.run(spec, options, surroundings, session -> follow ? follow(session) : once(session));
    }

    private int once(Session session) {
        JsonObject answer = ask(session, from, to);
        session.show(answer, () -> LedgerText.print(session, answer, byMinute));
        return LedgerText.isWrong(answer) ? ExitCode.FAILED : ExitCode.DONE;
    }

    private JsonObject ask(Session session, String since, Optional<String> until) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("from", since);
        until.ifPresent(value -> query.put("to", value));
        tenant.ifPresent(value -> query.put("tenant", value));
        source.ifPresent(value -> query.put("source", value));
        destination.ifPresent(value -> query.put("destination", value));
        return session.client().get("/api/ledger", query);
    }

    /* Ends by a signal, as every command that looks on does. */
    private int follow(Session session) {
        String next = from;
        boolean first = true;
        while (!Thread.currentThread().isInterrupted()) {
            JsonObject standing = ask(session, next, Optional.empty());
            String judged = standing.getString("judgedBefore");
            if (judged.compareTo(standing.getString("from")) > 0) {
                JsonObject answer = ask(session, standing.getString("from"), Optional.of(judged));
                List<String> lines = options.json() ? List.of(answer.encode()) : LedgerText.minutes(answer, first);
                lines.forEach(session.screen()::line);
                first &= lines.isEmpty();
                next = judged;
            }
            LockSupport.parkNanos(this, FOLLOW_NANOS);
        }
        return ExitCode.INTERRUPTED;
    }
}

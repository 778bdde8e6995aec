package io.headwater.deploy.operate;

import io.headwater.deploy.process.ExitCode;
import io.headwater.deploy.process.Surroundings;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
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
        customSynopsis = {
            "Usage: headwater ledger [OPTIONS]",
            "       headwater ledger write-off SITE [--yes] [OPTIONS]",
            ""
        },
        footer = {
            "",
            "Times are those of acceptance at the edge. Of each row",
            "  acknowledged = seen + spooled + in transit + quarantined + written off + lost",
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

    @Mixin
    private PeriodOptions period = new PeriodOptions();

    @Option(names = "--source", paramLabel = "TENANT/NAME", description = "Only this source's.")
    private Optional<String> source = Optional.empty();

    @Option(names = "--by-minute", description = "A row for each minute, instead of their sum.")
    private boolean byMinute;

    @Option(names = "--follow", description = "Prints each minute when it is judged, until it is interrupted.")
    private boolean follow;

    @Mixin
    private OperateOption options = new OperateOption();

    private LedgerCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The command with what can be ordered of the ledger. */
    public static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new LedgerCommand(surroundings)).addSubcommand(new LedgerWriteOff(surroundings));
    }

    @Override
    public Integer call() {
        return Session.run(spec, options, surroundings, session -> follow ? follow(session) : once(session));
    }

    private int once(Session session) {
        JsonObject answer = ask(session, query());
        session.show(answer, () -> LedgerText.print(session, answer, byMinute));
        return LedgerText.isWrong(answer) ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static JsonObject ask(Session session, Map<String, String> query) {
        return session.client().get("/api/ledger", query);
    }

    private Map<String, String> query() {
        Map<String, String> query = period.arguments();
        source.ifPresent(value -> query.put("source", value));
        return query;
    }

    /* Ends by a signal, as every command that looks on does. */
    private int follow(Session session) {
        Map<String, String> query = query();
        boolean heading = true;
        while (!Thread.currentThread().isInterrupted()) {
            query.remove("to");
            JsonObject standing = ask(session, query);
            String judged = standing.getString("judgedBefore");
            if (judged.compareTo(standing.getString("from")) > 0) {
                query.put("from", standing.getString("from"));
                query.put("to", judged);
                JsonObject answer = ask(session, query);
                List<String> lines = options.json() ? List.of(answer.encode()) : LedgerText.minutes(answer, heading);
                lines.forEach(session.screen()::line);
                heading &= lines.isEmpty();
                query.put("from", judged);
            }
            LockSupport.parkNanos(this, FOLLOW_NANOS);
        }
        return ExitCode.INTERRUPTED;
    }
}

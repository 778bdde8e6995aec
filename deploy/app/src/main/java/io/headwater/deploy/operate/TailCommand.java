package io.headwater.deploy.operate;

import io.headwater.deploy.process.ExitCode;
import io.headwater.deploy.process.Surroundings;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
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

/** {@code headwater tail}: what comes now. */
@Command(
        name = "tail",
        description = {
            "Shows events as they come, until it is interrupted. Where more come than fit, the latest are shown and the rest is"
                    + " counted.",
            ""
        },
        customSynopsis = {"Usage: headwater tail [OPTIONS]", ""},
        footer = {
            "",
            "Data is shown with --data alone. What a source redacts was taken out at the edge and is nowhere.",
            "",
            "Examples:",
            "  headwater tail --source acme/web --type page",
            "  headwater tail --rejected",
            "  headwater tail --dead --destination acme/crm --json | jq .id",
        })
public final class TailCommand implements Callable<Integer> {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String LINE = "%-24s  %-20s  %-20s  %-36s  %s";

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--source", paramLabel = "TENANT/NAME", description = "Only of this source.")
    private Optional<String> source = Optional.empty();

    @Option(
            names = "--destination",
            paramLabel = "TENANT/NAME",
            description = "Only of sources that lead there; with --dead, only its dead letters.")
    private Optional<String> destination = Optional.empty();

    @Option(names = "--type", paramLabel = "TYPE", description = "Only of this type.")
    private Optional<String> type = Optional.empty();

    @Option(names = "--rejected", description = "Events that were rejected alone, with the reason, instead.")
    private boolean rejected;

    @Option(names = "--dead", description = "Dead letters instead.")
    private boolean dead;

    @Option(names = "--data", description = "Their data too, to 2 KiB, which may be personal.")
    private boolean data;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Ends by itself after so long (default: does not).")
    private long seconds;

    @Mixin
    private OperateOption options = new OperateOption();

    public TailCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return Session.run(spec, options, surroundings, this::tail);
    }

    /* Ends by a signal, as every command that looks on does, unless it was told for how long. */
    private int tail(Session session) {
        if (!options.json()) {
            String last = rejected ? "reason" : dead ? "destination, reason" : "data";
            session.screen().line(session.screen().bold(LINE.formatted("in Kafka", "source", "type", "id", last)));
        }
        Map<String, String> query = query();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (seconds == 0 || System.nanoTime() - until < 0) {
            JsonObject answer = session.client().get("/api/tail", query);
            answer.getJsonArray("events").forEach(each -> print(session, (JsonObject) each));
            long passed = answer.getLong("passed");
            if (passed > 0 && !options.json()) {
                session.screen().line("… and " + Amounts.count(passed, "event") + " more");
            }
            query.put("cursor", answer.getString("cursor"));
            LockSupport.parkNanos(this, EVERY_NANOS);
        }
        return ExitCode.DONE;
    }

    private Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        source.ifPresent(value -> query.put("source", value));
        destination.ifPresent(value -> query.put("destination", value));
        type.ifPresent(value -> query.put("type", value));
        if (rejected) {
            query.put("rejected", "true");
        }
        if (dead) {
            query.put("dead", "true");
        }
        if (data) {
            query.put("data", "true");
        }
        return query;
    }

    private void print(Session session, JsonObject event) {
        if (options.json()) {
            session.screen().line(event.encode());
            return;
        }
        String from = event.getString("source", "");
        session.screen()
                .line(LINE.formatted(
                                event.getString("at"),
                                Session.plain(from.startsWith("/") ? from.substring(1) : from),
                                Session.plain(event.getString("type", "")),
                                Session.plain(event.getString("id", "")),
                                Session.plain(last(event)))
                        .stripTrailing());
    }

    private String last(JsonObject event) {
        if (data) {
            return event.getString("data", "");
        }
        if (rejected) {
            return event.getString("hw_reject_reason", "");
        }
        if (dead) {
            return event.getString("hw_dead_tenant", "") + "/" + event.getString("hw_dead_destination", "") + ", "
                    + event.getString("hw_dead_reason", "");
        }
        return Amounts.bytes(event.getLong("dataBytes"));
    }
}

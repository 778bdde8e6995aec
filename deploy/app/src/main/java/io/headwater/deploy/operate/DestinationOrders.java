package io.headwater.deploy.operate;

import io.headwater.deploy.process.ExitCode;
import io.headwater.deploy.process.Surroundings;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code headwater destinations} orders of one destination. */
final class DestinationOrders {
    private DestinationOrders() {}

    /** {@code headwater destinations pause}. */
    @Command(
            name = "pause",
            description = {
                "Stops sending to a destination. What it is owed waits in Kafka, at most for the retention of its"
                        + " backlog (kafka.topics.retention.backlog), until it is resumed. Nothing is lost.",
                ""
            },
            customSynopsis = {"Usage: headwater destinations pause TENANT/NAME [--note TEXT] [OPTIONS]", ""},
            footer = {"", "Example:", "  headwater destinations pause acme/crm --note 'they move house'"})
    static final class Pause implements Callable<Integer> {
        private final Surroundings surroundings;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(paramLabel = "TENANT/NAME", description = "The destination, such as acme/crm.")
        private String destination = "";

        @Option(names = "--note", paramLabel = "TEXT", description = "Why; shown in the list.")
        private String note = "";

        @Mixin
        private OperateOption options = new OperateOption();

        Pause(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() {
            return Session.run(spec, options, surroundings, session -> {
                JsonObject arguments = Session.caller().put("note", note);
                JsonObject answer = session.client().post(Session.path(destination, "pause"), arguments);
                return session.show(
                        answer,
                        () -> session.screen()
                                .line(destination
                                        + " is paused: its events wait in Kafka. To go on: headwater destinations resume "
                                        + destination));
            });
        }
    }

    /** {@code headwater destinations resume}. */
    @Command(
            name = "resume",
            description = {
                "Sends again to a destination that was paused, and tries one that is down or needs mending at once.",
                ""
            },
            customSynopsis = {"Usage: headwater destinations resume TENANT/NAME [OPTIONS]", ""},
            footer = {"", "Example:", "  headwater destinations resume acme/crm"})
    static final class Resume implements Callable<Integer> {
        private final Surroundings surroundings;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(paramLabel = "TENANT/NAME", description = "The destination, such as acme/crm.")
        private String destination = "";

        @Mixin
        private OperateOption options = new OperateOption();

        Resume(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() {
            return Session.run(spec, options, surroundings, session -> {
                JsonObject answer = session.client().post(Session.path(destination, "resume"), Session.caller());
                boolean wasPaused = answer.getBoolean("wasPaused", true);
                return session.show(
                        answer,
                        () -> session.screen()
                                .line(destination + (wasPaused ? " is resumed" : " was not paused; it is tried at once")
                                        + ". To see how it goes: headwater destinations list"));
            });
        }
    }

    /** {@code headwater destinations skip}. */
    @Command(
            name = "skip",
            description = {
                "Makes everything a destination is owed up to now dead letters, with the reason skipped, so that it goes on"
                        + " with what comes. Nothing is dropped: they can be redriven. Requests under way are not touched,"
                        + " and what waits in a delay topic is skipped when its time has come.",
                ""
            },
            customSynopsis = {"Usage: headwater destinations skip TENANT/NAME [--yes] [OPTIONS]", ""},
            footer = {
                "",
                "Examples:",
                "  headwater destinations skip acme/crm          says how many, and asks",
                "  headwater destinations skip acme/crm --yes    does not ask",
            })
    static final class Skip implements Callable<Integer> {
        private final Surroundings surroundings;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(paramLabel = "TENANT/NAME", description = "The destination, such as acme/crm.")
        private String destination = "";

        @Option(names = "--yes", description = "Does it without asking.")
        private boolean yes;

        @Mixin
        private OperateOption options = new OperateOption();

        Skip(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() {
            return Session.run(spec, options, surroundings, this::skip);
        }

        private int skip(Session session) {
            String path = Session.path(destination, "skip");
            JsonObject counts = session.client().post(path, Session.caller().put("dryRun", true));
            String owed = "about " + Amounts.count(counts.getLong("held") + counts.getLong("backlog"), "event");
            if (!session.agreed(yes, "Make " + owed + " owed to " + destination + " dead letters?")) {
                session.screen().line("Nothing was done.");
                return ExitCode.DONE;
            }
            JsonObject answer = session.client().post(path, Session.caller());
            return session.show(
                    answer,
                    () -> session.screen()
                            .line(destination + " skips what it was owed so far: " + owed
                                    + " become dead letters. To see them: headwater deadletters list --destination "
                                    + destination
                                    + " --reason skipped"));
        }
    }
}

package io.headwater.deploy.operate;

import io.headwater.deploy.process.Surroundings;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code headwater replay} orders of one replay. */
final class ReplayOrders {
    private ReplayOrders() {}

    /** {@code headwater replay pause}. */
    @Command(
            name = "pause",
            description = {"Stops a replay where it is. What it copied already is still delivered.", ""},
            customSynopsis = {"Usage: headwater replay pause ID [OPTIONS]", ""},
            footer = {"", "Example:", "  headwater replay pause 20260131T080000-x1f"})
    static final class Pause implements Callable<Integer> {
        @Mixin
        private final Order order;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        Pause(Surroundings surroundings) {
            order = new Order(surroundings);
        }

        @Override
        public Integer call() {
            return order.give(spec, "pause", "is paused. To go on: headwater replay resume ");
        }
    }

    /** {@code headwater replay resume}. */
    @Command(
            name = "resume",
            description = {"Goes on with a replay that was paused.", ""},
            customSynopsis = {"Usage: headwater replay resume ID [OPTIONS]", ""},
            footer = {"", "Example:", "  headwater replay resume 20260131T080000-x1f"})
    static final class Resume implements Callable<Integer> {
        @Mixin
        private final Order order;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        Resume(Surroundings surroundings) {
            order = new Order(surroundings);
        }

        @Override
        public Integer call() {
            return order.give(spec, "resume", "goes on. To stop it: headwater replay pause ");
        }
    }

    /** {@code headwater replay cancel}. */
    @Command(
            name = "cancel",
            description = {"Ends a replay for good. What it copied already is still delivered.", ""},
            customSynopsis = {"Usage: headwater replay cancel ID [OPTIONS]", ""},
            footer = {"", "Example:", "  headwater replay cancel 20260131T080000-x1f"})
    static final class Cancel implements Callable<Integer> {
        @Mixin
        private final Order order;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        Cancel(Surroundings surroundings) {
            order = new Order(surroundings);
        }

        @Override
        public Integer call() {
            return order.give(spec, "cancel", "is cancelled. What was copied is still delivered: ");
        }
    }

    /** The parameters and the doing that the three share. */
    static final class Order {
        private final Surroundings surroundings;

        @Parameters(paramLabel = "ID", description = "The replay, as the list shows it.")
        private String id = "";

        @Mixin
        private OperateOption options = new OperateOption();

        Order(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        int give(CommandSpec spec, String verb, String sentence) {
            return Session.run(spec, options, surroundings, session -> {
                if (!id.matches("[A-Za-z0-9-]{1,64}")) {
                    throw new WrongCall("a replay is named as headwater replay list shows it, was '" + id + "'");
                }
                JsonObject answer = session.client().post("/api/replays/" + id + "/" + verb, Session.caller());
                return session.show(
                        answer, () -> session.screen().line("Replay " + id + " " + sentence + copied(answer, verb)));
            });
        }

        private String copied(JsonObject answer, String verb) {
            return verb.equals("cancel") ? Amounts.count(answer.getLong("copied"), "event") : id;
        }
    }
}

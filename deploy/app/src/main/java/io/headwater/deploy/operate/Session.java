package io.headwater.deploy.operate;

import io.headwater.deploy.process.ExitCode;
import io.headwater.deploy.process.Screen;
import io.headwater.deploy.process.Surroundings;
import io.headwater.deploy.process.Table;
import io.vertx.core.json.JsonObject;
import java.io.Console;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** One command's dealings with an operate port: what it calls, and what it prints. */
final class Session {
    private final CommandSpec spec;
    private final OperateOption options;
    private final OperateClient client;
    private final Screen screen;

    private Session(CommandSpec spec, OperateOption options, OperateClient client) {
        this.spec = spec;
        this.options = options;
        this.client = client;
        this.screen = Screen.of(spec.commandLine());
    }

    /** Does what the command does; what it was given wrong is wrong usage. */
    static int run(CommandSpec spec, OperateOption options, Surroundings surroundings, ToIntFunction<Session> work) {
        try {
            return work.applyAsInt(new Session(spec, options, options.client(surroundings)));
        } catch (WrongCall e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    OperateClient client() {
        return client;
    }

    Screen screen() {
        return screen;
    }

    /** Arguments that say who calls. */
    static JsonObject caller() {
        String user = System.getProperty("user.name", "");
        return new JsonObject().put("by", user.length() <= 100 ? user : user.substring(0, 100));
    }

    /** Prints the answer as JSON where that is asked for, else as people read it. */
    int show(JsonObject answer, Runnable forPeople) {
        if (options.json()) {
            screen.line(answer.encodePrettily());
        } else {
            forPeople.run();
        }
        return ExitCode.DONE;
    }

    void table(Table table) {
        List<String> lines = table.lines();
        screen.line(screen.bold(lines.get(0)));
        lines.stream().skip(1).forEach(screen::line);
    }

    /** Fails as wrong usage unless somebody at a terminal agrees. */
    boolean agreed(boolean yes, String question) {
        if (yes) {
            return true;
        }
        Optional<Console> console = Optional.ofNullable(System.console());
        if (console.isEmpty()) {
            throw new ParameterException(spec.commandLine(), question + " Nobody can be asked here: say --yes");
        }
        String answer = console.get().readLine("%s [y/N] ", question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }

    /** Text from outside without what a terminal would obey. */
    static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "�");
    }

    static String path(String destination, String verb) {
        if (!destination.matches("[A-Za-z0-9_-]{1,64}/[A-Za-z0-9_-]{1,64}")) {
            throw new WrongCall("a destination is named TENANT/NAME such as acme/crm, was '" + destination + "'");
        }
        return "/api/destinations/" + destination + "/" + verb;
    }
}

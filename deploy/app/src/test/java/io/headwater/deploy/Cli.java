package io.headwater.deploy;

import io.headwater.deploy.process.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** The command line, executed in this process as somebody would type it. */
public final class Cli {
    private final Surroundings surroundings;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** In a checkout at {@code home}, with this environment and no other. */
    public Cli(Path home, Map<String, String> environment) {
        this.surroundings = new Surroundings(home, environment);
    }

    public int execute(String... arguments) {
        CommandLine commandLine = Headwater.commandLine(surroundings, arguments);
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }
}

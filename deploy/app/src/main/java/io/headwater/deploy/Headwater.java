package io.headwater.deploy;

import io.headwater.config.ConfigException;
import io.headwater.deploy.bench.BenchCommand;
import io.headwater.deploy.demo.DemoCommand;
import io.headwater.deploy.operate.DeadLettersCommand;
import io.headwater.deploy.operate.DestinationsCommand;
import io.headwater.deploy.operate.ExplainCommand;
import io.headwater.deploy.operate.LedgerCommand;
import io.headwater.deploy.operate.ReplayCommand;
import io.headwater.deploy.operate.SloCommand;
import io.headwater.deploy.operate.TailCommand;
import io.headwater.deploy.process.CommandFailed;
import io.headwater.deploy.process.ExitCode;
import io.headwater.deploy.process.Interrupted;
import io.headwater.deploy.process.Screen;
import io.headwater.deploy.process.Surroundings;
import io.headwater.deploy.process.WrongConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code headwater} command: what people type. */
@Command(
        name = "headwater",
        description = {
            "A high-fidelity event stream for the edge: events come in over HTTP, are durable in Kafka before they are"
                    + " acknowledged, and leave to your webhooks, on time.",
            ""
        },
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Headwater.Version.class,
        synopsisHeading = "",
        customSynopsis = {"Usage: headwater COMMAND [OPTIONS]", ""},
        descriptionHeading = "",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  headwater demo                      see events flow, and send one yourself",
            "  headwater check --conf /etc/hw      is this configuration right?",
            "  headwater standalone --conf /etc/hw collector, router and Kafka in one process",
            "  headwater destinations list         how each destination stands",
            "  headwater explain ID                why one event is late, or where it is",
            "  headwater slo                       are objectives met, and whose fault is it",
            "  headwater ledger                    what was owed, delivered on time, late or lost",
            "",
            "Exit codes:",
            "    0  done",
            "    1  failed",
            "    2  wrong usage",
            "    3  wrong configuration",
            "  130  interrupted (Ctrl-C), after draining",
            "",
            "HEADWATER_JAVA_OPTS holds further JVM options, JAVA_HOME the JDK. Every key of the configuration has an",
            "override in the environment: http.port is HEADWATER_HTTP_PORT.",
        })
public final class Headwater implements Runnable {
    /* Registering them starts the JVM's flight recorder, on the event loop that sends the first bytes, for up to a second. */
    private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Headwater() {}

    public static void main(String[] arguments) {
        if (System.getProperty(NETTY_EVENTS) == null) {
            System.setProperty(NETTY_EVENTS, "false");
        }
        System.exit(commandLine(Surroundings.ofThisProcess(), arguments).execute(arguments));
    }

    /**
     * With the command that is asked for alone, where there is one of that name: to describe them all takes a quarter of a second.
     *
     * @param arguments that are to be executed; none for all commands
     */
    static CommandLine commandLine(Surroundings surroundings, String... arguments) {
        String asked = arguments.length == 0 ? "" : arguments[0];
        Map<String, Supplier<Object>> commands = commands(surroundings);
        CommandLine commandLine = new CommandLine(new Headwater());
        commands.forEach((name, command) -> {
            if (name.equals(asked) || !commands.containsKey(asked)) {
                commandLine.addSubcommand(command.get());
            }
        });
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((error, failed, parsed) -> failed(error, Screen.of(failed)));
        commandLine.setParameterExceptionHandler((error, mistaken) -> misused(error));
        return commandLine;
    }

    private static Map<String, Supplier<Object>> commands(Surroundings surroundings) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("demo", () -> new DemoCommand(surroundings));
        commands.put("standalone", () -> new StandaloneCommand(surroundings));
        commands.put("collector", () -> new CollectorCommand(surroundings));
        commands.put("router", () -> new RouterCommand(surroundings));
        commands.put("broker", () -> new BrokerCommand(surroundings));
        commands.put("check", () -> new CheckCommand(surroundings));
        commands.put("destinations", () -> DestinationsCommand.commandLine(surroundings));
        commands.put("deadletters", () -> DeadLettersCommand.commandLine(surroundings));
        commands.put("replay", () -> ReplayCommand.commandLine(surroundings));
        commands.put("tail", () -> new TailCommand(surroundings));
        commands.put("explain", () -> new ExplainCommand(surroundings));
        commands.put("ledger", () -> LedgerCommand.commandLine(surroundings));
        commands.put("slo", () -> new SloCommand(surroundings));
        commands.put("spool", () -> new SpoolCommand(surroundings));
        commands.put("edges", () -> EdgesCommand.commandLine());
        commands.put("bench", () -> new BenchCommand());
        return commands;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int failed(Exception error, Screen screen) {
        if (error instanceof Interrupted interrupted) {
            return interrupted.exitCode();
        }
        if (error instanceof ConfigException || error instanceof WrongConfiguration) {
            String.valueOf(error.getMessage()).lines().forEach(screen::error);
            return ExitCode.CONFIGURATION;
        }
        if (error instanceof CommandFailed) {
            screen.error(String.valueOf(error.getMessage()));
            return ExitCode.FAILED;
        }
        LoggerFactory.getLogger(Headwater.class).error("This should not happen", error);
        return ExitCode.FAILED;
    }

    private static int misused(ParameterException error) {
        CommandLine commandLine = error.getCommandLine();
        boolean noSuchCommand = error instanceof UnmatchedArgumentException && commandLine.getParent() == null;
        String problem = noSuchCommand
                ? "there is no command " + String.join(" ", ((UnmatchedArgumentException) error).getUnmatched())
                : String.valueOf(error.getMessage());
        Screen.of(commandLine)
                .error(problem + ". See: " + commandLine.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    /** What {@code --version} prints: this software, and the Java it runs on. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(Headwater.class.getPackage().getImplementationVersion())
                    .orElse("(not packaged)");
            return new String[] {"headwater " + version, "java " + Runtime.version()};
        }
    }
}

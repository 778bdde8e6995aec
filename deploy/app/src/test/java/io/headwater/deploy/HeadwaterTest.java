package io.headwater.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.process.Surroundings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadwaterTest {
    private static final List<String> COMMANDS = List.of(
            "demo",
            "standalone",
            "collector",
            "router",
            "broker",
            "check",
            "destinations",
            "destinations list",
            "destinations pause",
            "destinations resume",
            "destinations skip",
            "deadletters",
            "deadletters list",
            "deadletters show",
            "deadletters redrive",
            "replay",
            "replay start",
            "replay list",
            "replay pause",
            "replay resume",
            "replay cancel",
            "spool",
            "edges",
            "edges new-key");

    @TempDir
    Path home;

    @Test
    void listsItsCommandsInTheOrderPeopleMeetThem() {
        Cli cli = cli();

        assertThat(cli.execute("--help")).isZero();
        String commands =
                cli.out().substring(cli.out().indexOf("Commands:"), cli.out().indexOf("Examples:"));
        assertThat(commands.lines()
                        .filter(line -> line.matches("  [a-z].*"))
                        .map(line -> line.strip().split(" ", 2)[0]))
                .containsExactly(
                        "demo",
                        "standalone",
                        "collector",
                        "router",
                        "broker",
                        "check",
                        "destinations",
                        "deadletters",
                        "replay",
                        "tail",
                        "explain",
                        "ledger",
                        "slo",
                        "spool",
                        "edges",
                        "bench");
    }

    @Test
    void teachesExamplesAndExitCodes() {
        Cli cli = cli();

        cli.execute("--help");
        assertThat(cli.out()).contains("headwater demo", "3  wrong configuration", "130  interrupted");
    }

    @Test
    void helpsWithEveryCommand() {
        for (String command : COMMANDS) {
            Cli cli = cli();

            assertThat(cli.execute((command + " --help").split(" "))).isZero();
            assertThat(cli.out()).startsWith("Usage: headwater " + command).contains("Example");
        }
    }

    @Test
    void describesTheCommandThatIsAskedForAlone() {
        Surroundings surroundings = new Surroundings(home, Map.of());
        assertThat(Headwater.commandLine(surroundings).getSubcommands()).hasSizeGreaterThan(10);
        for (String name : Headwater.commandLine(surroundings).getSubcommands().keySet()) {
            assertThat(Headwater.commandLine(surroundings, name, "--help").getSubcommands())
                    .containsOnlyKeys(name);
        }
    }

    @Test
    void fitsIntoATerminal() {
        for (String command : COMMANDS) {
            Cli cli = cli();

            cli.execute((command + " --help").split(" "));
            assertThat(cli.out().lines()).as(command).allMatch(line -> line.length() <= 80);
        }
    }

    @Test
    void tellsWrongUsageFromEverythingElse() {
        assertThat(cli().execute()).isEqualTo(2);
        assertThat(cli().execute("deom")).isEqualTo(2);
        assertThat(cli().execute("demo", "--trafic", "3")).isEqualTo(2);
        assertThat(cli().execute("demo", "--traffic", "many")).isEqualTo(2);
        assertThat(cli().execute("demo", "--traffic", "-1")).isEqualTo(2);
        assertThat(cli().execute("broker", "--port", "70000")).isEqualTo(2);
    }

    @Test
    void saysInOneLineWhatIsWrongWithTheUsageAndWhereToLook() {
        Cli unknown = cli();
        unknown.execute("deom");
        assertThat(unknown.err())
                .isEqualToIgnoringNewLines("headwater: there is no command deom. See: headwater --help");

        Cli option = cli();
        option.execute("demo", "--trafic=3");
        assertThat(option.err())
                .isEqualToIgnoringNewLines("headwater: Unknown option: '--trafic=3'. See: headwater demo --help");
    }

    private Cli cli() {
        return new Cli(home, Map.of());
    }
}

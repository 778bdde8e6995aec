package io.headwater.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.process.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every command that a runbook tells to type is one, with all its options; every key it names is in a shipped file. */
class RunbooksTest {
    private static final Path RUNBOOKS = Path.of("..", "runbooks");
    private static final Path CONF = Path.of("..", "..", "conf");
    private static final Pattern BLOCK = Pattern.compile("(?s)```\\n(.*?)```");
    private static final Pattern INLINE = Pattern.compile("`headwater ([a-z][^`]*)`");
    private static final Pattern COMMAND = Pattern.compile("^(?:[A-Z_]+=\\S+ )*headwater (.*)$");
    private static final Pattern VARIABLE = Pattern.compile("\\b(HEADWATER_[A-Z_]+)=");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir
    Path home;

    @Test
    void everyCommandIsOne() {
        CommandLine commandLine = Headwater.commandLine(new Surroundings(home, Map.of()));
        List<String> commands = runbooks().flatMap(RunbooksTest::commands).toList();
        assertThat(commands).hasSizeGreaterThan(30);
        for (String command : commands) {
            String[] words = WORD.matcher(command)
                    .results()
                    .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                    .toArray(String[]::new);
            assertThat(commandLine.parseArgs(words).hasSubcommand()).as(command).isTrue();
        }
    }

    @Test
    void everyVariableIsOne() throws IOException {
        String known = Files.readString(CONF.resolve("collector.yaml")) + Files.readString(CONF.resolve("router.yaml"));
        List<String> variables = runbooks()
                .flatMap(text -> VARIABLE.matcher(text).results().map(each -> each.group(1)))
                .distinct()
                .toList();
        assertThat(variables).isNotEmpty().allSatisfy(each -> assertThat(known).contains("# " + each + " "));
    }

    private static Stream<String> commands(String runbook) {
        List<String> found = new ArrayList<>();
        BLOCK.matcher(runbook)
                .results()
                .map(block -> block.group(1))
                .flatMap(String::lines)
                .forEach(line -> COMMAND.matcher(line.strip())
                        .results()
                        .map(each -> each.group(1))
                        .forEach(found::add));
        INLINE.matcher(runbook)
                .results()
                .map(MatchResult::group)
                .forEach(each -> found.add(
                        each.replaceAll("`", "").replaceFirst("headwater ", "").replaceFirst(" \\|.*", "")));
        return found.stream();
    }

    private static Stream<String> runbooks() {
        try (Stream<Path> files = Files.list(RUNBOOKS)) {
            return files.sorted().map(RunbooksTest::text).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.headwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
    @TempDir
    private Path folder;

    /** The shape of {@code /sample.yaml} among the test resources. */
    record Sample(String name, Part part) {
        record Part(Duration timeout, Size limit, int count) {
            public Part {
                Checks.check(count > 0, "part.count", "must be positive", count);
            }
        }
    }

    @Test
    void takesWhatTheFileLeavesOutFromTheShippedOne() throws IOException {
        Sample sample = read("part: {count: 7}", Map.of());
        assertThat(sample.name()).isEqualTo("shipped");
        assertThat(sample.part()).isEqualTo(new Sample.Part(Duration.ofMillis(1_500), new Size(512 * 1024), 7));
    }

    @Test
    void takesAnEmptyFileAsTheShippedOne() throws IOException {
        assertThat(read("", Map.of()).part().count()).isEqualTo(3);
    }

    @Test
    void letsTheEnvironmentWinOverTheFile() throws IOException {
        Map<String, String> environment = Map.of("HEADWATER_PART_COUNT", "9", "HEADWATER_PART_TIMEOUT", "20ms");
        Sample sample = read("part: {count: 7}", environment);
        assertThat(sample.part().count()).isEqualTo(9);
        assertThat(sample.part().timeout()).isEqualTo(Duration.ofMillis(20));
    }

    @ParameterizedTest
    @CsvSource({
        "HEADWATER_PART_COUNT,   -1,         part.count,   must be positive",
        "HEADWATER_PART_COUNT,   many,       part.count,   many",
        "HEADWATER_PART_TIMEOUT, soon,       part.timeout, is not a duration",
        "HEADWATER_NAME,         ${env:NO},  name,         NO"
    })
    void namesTheVariableAndNotTheFileWhereAWrongValueComesFromTheEnvironment(
            String variable, String value, String key, String what) {
        assertThatThrownBy(() -> read("part: {limit: 7KiB}", Map.of(variable, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(variable + ": " + key + ": ")
                .hasMessageContaining(what)
                .hasMessageNotContaining("sample.yaml");
    }

    @Test
    void namesTheFileForItsOwnValueWhateverElseTheEnvironmentSays() {
        assertThatThrownBy(() -> read("part: {timeout: soon}", Map.of("HEADWATER_PART_COUNT", "9")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sample.yaml: part.timeout");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "part: {cuont: 7}            | part.cuont   | Did you mean 'count'",
                "prat: 1                     | prat         | Did you mean 'part'",
                "part: {timeout: 7}          | part.timeout | is not a duration",
                "part: {timeout: fast}       | part.timeout | is not a duration",
                "part: {timeout: 106752d}    | part.timeout | is longer than 292 years",
                "part: {timeout: 999999999d} | part.timeout | is longer than 292 years",
                "part: {limit: 5 apples}     | part.limit   | is not a size",
                "part: {count: 0}            | part.count   | must be positive",
                "part: {count: many}         | part.count   | many",
                "later: {key: 1}             | later        | no such behaviour yet",
                "name: [                     | sample.yaml  | line 1",
                "just text                   | sample.yaml  | mapping",
                "name: \"${env:NOT_THERE}\"  | name         | NOT_THERE",
                "name: \"${file:missing}\"   | name         | missing",
            })
    void refusesAWrongFileNamingFileKeyAndMend(String yaml, String key, String mend) {
        assertThatThrownBy(() -> read(yaml, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sample.yaml")
                .hasMessageContaining(key)
                .hasMessageContaining(mend);
    }

    @ParameterizedTest
    @CsvSource({
        "20ms,              20000000",
        "0.000001ms,        1",
        "1.5 s,             1500000000",
        "999999999.999999s, 999999999999999000",
        "2.25m,             135000000000",
        "0.1h,              360000000000",
        "106751.991167d,    9223372036828800000"
    })
    void readsDurationsToTheNanosecond(String text, long nanos) throws IOException {
        assertThat(read("part: {timeout: " + text + "}", Map.of()).part().timeout())
                .isEqualTo(Duration.ofNanos(nanos));
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        assertThatThrownBy(() -> read("name: a\nname: b\n", Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("name");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> new ConfigFile(folder.resolve("none.yaml"), Map.of(), Set.of())
                        .over("/sample.yaml", Sample.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("none.yaml")
                .hasMessageContaining("no such file");
    }

    @Test
    void fillsSecretsInFromEnvironmentAndFilesBesideIt() throws IOException {
        Files.writeString(folder.resolve("secret.txt"), "from a file\n");
        assertThat(read("name: ${env:TOKEN}-${file:secret.txt}", Map.of("TOKEN", "t$1"))
                        .name())
                .isEqualTo("t$1-from a file");
    }

    private Sample read(String yaml, Map<String, String> environment) throws IOException {
        Path file = folder.resolve("sample.yaml");
        Files.writeString(file, yaml);
        return new ConfigFile(file, environment, Set.of("later")).over("/sample.yaml", Sample.class);
    }
}

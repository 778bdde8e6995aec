package io.headwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.config.SourcesConfig.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesConfigTest {
    private static final String GOOD = "tenant: acme, name: web, writeKeys: [some-key]";

    @TempDir
    Path folder;

    @Test
    void readsASourceWithWhatItDoesNotSay() throws IOException {
        SourcesConfig.Source source =
                read("sources:\n- {" + GOOD + "}").sources().get(0);
        assertThat(source.id()).hasToString("acme/web");
        assertThat(source.writeKeys()).containsExactly("some-key");
        assertThat(source.jurisdiction()).isEqualTo("any");
        assertThat(source.ordered()).isFalse();
    }

    @Test
    void takesASingleKeyWithoutBrackets() throws IOException {
        assertThat(read("sources: [{tenant: a, name: b, writeKeys: only-key}]")
                        .sources()
                        .get(0)
                        .writeKeys())
                .containsExactly("only-key");
    }

    @Test
    void fillsSecretsFromTheEnvironmentAndFromFiles() throws IOException {
        Files.writeString(folder.resolve("key.txt"), "from-file\n");
        SourcesConfig config =
                read("sources: [{tenant: a, name: b, writeKeys: ['${env:WEB_KEY}', '${file:key.txt}']}]");
        assertThat(config.sources().get(0).writeKeys()).containsExactly("from-env", "from-file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${env:NO_SUCH}", "${file:no-such.txt}"})
    void namesAMissingSecretAndItsKey(String reference) {
        refused("sources: [{tenant: a, name: b, writeKeys: ['" + reference + "']}]")
                .hasMessageContaining("sources[0].writeKeys[0]")
                .hasMessageContaining(reference.contains("env") ? "NO_SUCH" : "no-such.txt");
    }

    @Test
    void namesAMisspeltKeyAndTheOneMeant() {
        refused("sources: [{" + GOOD + ", jurisdicton: any}]")
                .hasMessageContaining("sources[0].jurisdicton")
                .hasMessageContaining("Did you mean 'jurisdiction'?");
    }

    @Test
    void namesAKeyThatIsMissing() {
        refused("sources: [{tenant: a, name: b, writeKey: some-key}]")
                .hasMessageContaining("sources[0].writeKeys: the key is missing")
                .hasMessageContaining("spelling")
                .hasMessageNotContaining("creator");
    }

    @Test
    void readsTheRulesOfASource() throws IOException {
        Source source = read("sources: [{" + GOOD + ", dialect: segment, quota: [1000/s, 5MiB/s], onBreach: flag,"
                        + " privacy: {remove: [a.b], truncate: [ip], hash: [c], salt: '${env:WEB_KEY} 0123456789'},"
                        + " schemas: {play: schemas/play.json}}]")
                .sources()
                .get(0);
        assertThat(source.sends("segment")).isTrue();
        assertThat(source.sends("native")).isFalse();
        assertThat(source.quota()).isEqualTo(new Quota(1_000, 5 << 20));
        assertThat(source.privacy())
                .isEqualTo(new Privacy(List.of("a.b"), List.of("ip"), List.of("c"), "from-env 0123456789"));
        assertThat(source.privacy().toString()).doesNotContain("from-env");
        assertThat(source.schemas())
                .isEqualTo(Map.of("play", folder.resolve("schemas/play.json").toString()));
        assertThat(source.onBreach()).isEqualTo("flag");
    }

    @Test
    void aSourceWithoutRulesMaySendEverything() throws IOException {
        Source source = read("sources: [{" + GOOD + "}]").sources().get(0);
        assertThat(source.sends("native")).isTrue();
        assertThat(source.quota().isNone()).isTrue();
        assertThat(source.privacy().isNone()).isTrue();
        assertThat(source.schemas()).isEmpty();
        assertThat(read("sources: [{" + GOOD + ", quota: 5KiB/s}]")
                        .sources()
                        .get(0)
                        .quota())
                .isEqualTo(new Quota(0, 5 << 10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tenant: acme, name: web, writeKeys: [some-key], jurisdiction: eu",
                "tenant: acme, name: web, writeKeys: [some-key], jurisdiction: e.u",
                "tenant: acme, name: web, writeKeys: [some-key], ordered: perhaps",
                "tenant: acme, name: web, writeKeys: []",
                "tenant: acme, name: web",
                "tenant: acme, name: web, writeKeys: null",
                "tenant: acme, writeKeys: [some-key]",
                "tenant: ac/me, name: web, writeKeys: [some-key]",
                "tenant: acme, name: 'a b', writeKeys: [some-key]",
                "tenant: '', name: web, writeKeys: [some-key]"
            })
    void refusesASourceThatIsNone(String source) {
        refused("sources: [{" + source + "}]").hasMessageContaining("sources[0]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sec", "secret:colon", "secret space", "sécrète", "secret\\nline"})
    void refusesAWriteKeyThatNoHeaderCarriesAndDoesNotShowIt(String key) {
        refused("sources: [{tenant: a, name: b, writeKeys: [\"" + key + "\"]}]")
                .hasMessageContaining("writeKeys")
                .hasMessageNotContaining("sec\"")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("sécrète");
    }

    @Test
    void refusesTwoSourcesWithOneWriteKeyAndDoesNotShowIt() {
        refused("sources: [{" + GOOD + "}, {tenant: a, name: b, writeKeys: [some-key]}]")
                .hasMessageContaining("a/b")
                .hasMessageNotContaining("some-key");
    }

    @Test
    void refusesTheSameSourceTwice() {
        refused("sources: [{" + GOOD + "}, {tenant: acme, name: web, writeKeys: [key2]}]")
                .hasMessageContaining("acme/web");
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        refused("sources: [{" + GOOD + ", name: other}]").hasMessageContaining("sources.yaml");
        refused("sources: []\nsources: []").hasMessageContaining("sources.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sources: {", "- a", "text", "sources: text", "sources: [text]", "", "other: 1"})
    void refusesWhatIsNoSourcesFile(String yaml) {
        refused(yaml).hasMessageContaining("sources.yaml");
    }

    @Test
    void saysThatThereIsNoFileAndHowToMendIt() {
        assertThatThrownBy(() -> SourcesConfig.read(folder, Map.of(), RegionsConfig.NONE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sources.yaml")
                .hasMessageContaining("--conf");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(String yaml) {
        return assertThatThrownBy(() -> read(yaml)).isInstanceOf(ConfigException.class);
    }

    private SourcesConfig read(String yaml) throws IOException {
        Files.writeString(folder.resolve("sources.yaml"), yaml);
        return SourcesConfig.read(folder, Map.of("WEB_KEY", "from-env"), RegionsConfig.NONE);
    }
}

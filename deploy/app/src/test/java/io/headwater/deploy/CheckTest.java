package io.headwater.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {
    @TempDir
    Path home;

    private ConfFolder conf;

    @BeforeEach
    void writeConf() {
        conf = ConfFolder.in(home);
    }

    @Test
    void showsWhatARightConfigurationSays() {
        Cli cli = conf.cli();

        assertThat(cli.execute("check")).isZero();
        assertThat(cli.out()).isEqualToIgnoringNewLines("""
                source    write keys
                acme/web  1

                destination  kind     format             to
                acme/crm     webhook  cloudevents-batch  https://hooks.acme.example/…

                route
                acme/web  → acme/crm

                ✓ right: 1 source, 1 destination, 1 route
                """);
    }

    @Test
    void showsRegionsAndWhatStaysWhere() {
        conf.write("regions.yaml", """
                        regions:
                          - name: local
                            jurisdiction: eu
                            kafka: {bootstrapServers: "k1:9092", properties: {sasl.jaas.config: s3cret}}
                            collectors: [https://edge-1.example.net]
                          - {name: far, jurisdiction: us, kafka: {bootstrapServers: "k2:9092"}}
                        """).replace("sources.yaml", "web-key]", "web-key], jurisdiction: eu");
        Cli cli = conf.cli();

        assertThat(cli.execute("check")).isZero();
        assertThat(cli.out()).startsWith("""
                region            in  kafka    collectors
                local (this one)  eu  k1:9092  https://edge-1.example.net
                far               us  k2:9092  none named

                source    write keys  stays in
                acme/web  1           eu
                """.replace("\n", System.lineSeparator()));
        assertThat(cli.out() + cli.err()).doesNotContain("s3cret");
        assertThat(cli.err())
                .contains("region far names no collectors")
                .contains("the list of collectors is not signed. Make a key with headwater edges new-key");
    }

    @Test
    void namesARegionThatIsNotThere() {
        conf.write("regions.yaml", "regions: [{name: far, jurisdiction: us, kafka: {bootstrapServers: 'k2:9092'}}]");
        Cli cli = conf.cli();

        assertThat(cli.execute("check")).isEqualTo(3);
        assertThat(cli.err())
                .contains("collector.yaml: region: there is no region 'local' in regions.yaml. Regions there: far")
                .contains("router.yaml: region: there is no region 'local'");
    }

    @Test
    void showsNoSecret() {
        Cli cli = conf.cli();

        cli.execute("check");
        assertThat(cli.out() + cli.err()).doesNotContain("s3cret", ConfFolder.SECRET, "web-key");
    }

    @Test
    void namesADialectThatIsNotSpoken() {
        conf.write("sources.yaml", "sources: [{tenant: acme, name: web, writeKeys: [web-key], dialect: segmnt}]\n");
        Cli cli = conf.cli();

        assertThat(cli.execute("check")).isEqualTo(3);
        assertThat(cli.err())
                .contains("sources.yaml", "acme/web", "'segmnt'", "Known are any,", "rudderstack, segment");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "quota: lots | sources[0].quota | 'lots' is no quota; write 1000/s",
                "quota: 1000 | sources[0].quota | '1000' is no quota",
                "quota: [1/s, 2/s] | sources[0].quota | '2/s' is no quota",
                "privacy: {hash: [userId]} | sources[0].privacy | must be a secret of 16 characters",
                "privacy: {hash: [userId], salt: abcd1234} | sources[0].privacy | must be a secret of 16 characters",
                "privacy: {remove: [a..b]} | sources[0].privacy | names joined by dots, was 'a..b'",
                "privacy: {remove: [a, a.b]} | sources[0].privacy | one inside another, was 'a'",
                "schemas: {play: none.json} | sources | none.json is not there",
                "onBreach: ignore | sources[0].onBreach | must be reject or flag"
            })
    void namesARuleThatCannotBeKept(String rule, String key, String problem) {
        conf.write("sources.yaml", "sources: [{tenant: acme, name: web, writeKeys: [web-key], " + rule + "}]\n");
        Cli cli = conf.cli();

        assertThat(cli.execute("check")).isEqualTo(3);
        assertThat(cli.err()).contains("sources.yaml", key, problem).doesNotContain("abcd1234");
    }

    @Test
    void readsTheFolderItIsTold() {
        Cli cli = new Cli(home.resolve("elsewhere"), Map.of());

        assertThat(cli.execute("check", "--conf", conf.path().toString())).isZero();
    }

    @Test
    void namesFileKeyAndMend() {
        conf.write("collector.yaml", "htpt:\n  port: 8080\n");
        Cli cli = conf.cli();

        assertThat(cli.execute("check")).isEqualTo(3);
        assertThat(cli.err())
                .contains("headwater: " + conf.file("collector.yaml") + ": htpt: there is no such key")
                .contains("Did you mean 'http'?");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void namesEveryWrongFileAtOnce() {
        conf.write("collector.yaml", "http:\n  port: 70000\n")
                .write("router.yaml", "drain:\n  timeout: soon\n")
                .replace("destinations.yaml", "to: crm", "to: crn");
        Cli cli = conf.cli();

        assertThat(cli.execute("check")).isEqualTo(3);
        assertThat(cli.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("collector.yaml: http.port: ", "70000"),
                        line -> assertThat(line).contains("router.yaml: drain.timeout: ", "'soon' is not a duration"),
                        line -> assertThat(line).contains("destinations.yaml: routes[0].to: ", "acme/crn"));
    }

    @Test
    void saysThatItCouldNotLookAtDestinationsWithoutSources() {
        conf.write("sources.yaml", "sources: [{tenant: acme}]\n");
        Cli cli = conf.cli();

        assertThat(cli.execute("check")).isEqualTo(3);
        assertThat(cli.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("sources.yaml: sources[0]"),
                        line -> assertThat(line).contains("destinations.yaml: not looked at", "Mend that one first"));
    }

    @Test
    void namesAFileThatIsNotThere() {
        conf.delete("router.yaml");
        Cli cli = conf.cli();

        assertThat(cli.execute("check")).isEqualTo(3);
        assertThat(cli.err()).contains("router.yaml: there is no such file. Create it or name its folder with --conf");
    }

    @Test
    void readsTheEnvironmentOverTheFiles() {
        Cli cli = conf.cli(Map.of("HEADWATER_HTTP_PORT", "70000"));

        assertThat(cli.execute("check")).isEqualTo(3);
        assertThat(cli.err()).contains("http.port", "70000");
    }

    @Test
    void wantsSharedKeysToAgree() {
        conf.write("collector.yaml", "kafka:\n  ackWithin: 1200ms\n").write("router.yaml", "region: eu\n");
        Cli cli = conf.cli();

        assertThat(cli.execute("check")).isEqualTo(3);
        assertThat(cli.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains(conf.file("collector.yaml") + ": region: is 'local'")
                                .contains(conf.file("router.yaml") + " has 'eu'"),
                        line -> assertThat(line)
                                .contains(conf.file("collector.yaml") + ": kafka.ackWithin: is '1200ms'")
                                .contains(conf.file("router.yaml") + " has '1500ms'"));
    }

    @Test
    void showsNoKafkaPropertyThatDiffers() {
        conf.write("collector.yaml", "kafka:\n  properties: {sasl.jaas.config: pa55word}\n");
        Cli cli = conf.cli();

        assertThat(cli.execute("check")).isEqualTo(3);
        assertThat(cli.err())
                .contains("collector.yaml: kafka.properties: differs from", "router.yaml")
                .doesNotContain("pa55word");
    }

    @Test
    void letsEachSideHaveAnOperatePortOfItsOwn() {
        conf.write("collector.yaml", "ops:\n  port: 7001\n").write("router.yaml", "ops:\n  port: 7002\n");

        assertThat(conf.cli().execute("check")).isZero();
    }

    @Test
    void warnsOfWhatMaySurprise() {
        conf.write("sources.yaml", """
                        sources:
                          - {tenant: acme, name: web, writeKeys: [web-key]}
                          - {tenant: acme, name: tv, writeKeys: [tv-key0]}
                        """)
                .replace("destinations.yaml", "from: acme/web", "from: acme/tv")
                .replace("destinations.yaml", "https:", "http:");
        Cli cli = conf.cli();

        assertThat(cli.execute("check")).isZero();
        assertThat(cli.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("warning: no route leads from acme/web"),
                        line -> assertThat(line).startsWith("warning: acme/crm is reached over http"),
                        line -> assertThat(line).contains("kafka.topics.replication is 1", "kafka-unreplicated"));
    }

    @Test
    void isContentWithThreeCopies() {
        Cli cli = conf.cli(Map.of("HEADWATER_KAFKA_TOPICS_REPLICATION", "3"));

        assertThat(cli.execute("check")).isZero();
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void nothingStartsOnAWrongConfiguration() {
        conf.write("collector.yaml", "http:\n  prot: 1\n").write("router.yaml", "kafka:\n  ackWihtin: 1s\n");
        for (String command : List.of("demo", "standalone", "collector", "router", "check")) {
            Cli cli = conf.cli();

            assertThat(cli.execute(command)).as(command).isEqualTo(3);
            assertThat(cli.out()).as(command).isEmpty();
            assertThat(cli.err()).as(command).contains(".yaml: ", "there is no such key. Did you mean");
        }
    }

    @Test
    void theShippedConfigurationIsRight() {
        Cli cli = new Cli(Path.of("../.."), Map.of());

        assertThat(cli.execute("check")).isZero();
    }
}

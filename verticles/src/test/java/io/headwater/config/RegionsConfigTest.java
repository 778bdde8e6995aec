package io.headwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.config.RegionsConfig.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionsConfigTest {
    private static final String GOOD = """
            regions:
              - name: eu-west
                jurisdiction: eu
                kafka: {bootstrapServers: "west:9092", properties: {ssl.truststore.password: "${env:TRUST}"}}
                collectors: ["https://edge-1.example.net", "https://edge-2.example.net:8443"]
                next: [eu-north]
              - {name: us-east, jurisdiction: us, kafka: {bootstrapServers: "east:9092", partitions: 24}}
              - {name: eu-north, jurisdiction: eu, kafka: {bootstrapServers: "north:9092"}}
            """;

    @TempDir
    Path folder;

    @Test
    void readsRegionsAndWhatFollowsOnEach() {
        RegionsConfig regions = read(GOOD);
        Region west = regions.find("eu-west").orElseThrow();
        assertThat(west.collectors()).containsExactly("https://edge-1.example.net", "https://edge-2.example.net:8443");
        assertThat(west.kafka().properties()).containsEntry("ssl.truststore.password", "trusted");
        assertThat(west.kafka().partitions()).isZero();
        assertThat(names(regions.after("eu-west"))).containsExactly("eu-north");
        assertThat(names(regions.after("us-east"))).containsExactly("eu-west", "eu-north");
        assertThat(regions.find("us-east").orElseThrow().kafka().partitions()).isEqualTo(24);
    }

    @Test
    void whatIsPinnedMayBeInTheRegionsOfItsJurisdictionAlone() {
        RegionsConfig regions = read(GOOD);
        assertThat(names(regions.permitted("eu"))).containsExactly("eu-west", "eu-north");
        assertThat(names(regions.permitted("us"))).containsExactly("us-east");
        assertThat(names(regions.permitted("any"))).hasSize(3);
        assertThat(regions.permits("eu", "us-east")).isFalse();
        assertThat(regions.permits("eu", "eu-north")).isTrue();
        assertThat(regions.permits("any", "us-east")).isTrue();
        assertThat(regions.permits("eu", "elsewhere")).isFalse();
    }

    @Test
    void withoutTheFileThereIsNothingToBePinnedTo() {
        RegionsConfig none = RegionsConfig.read(folder, Map.of());
        assertThat(none).isEqualTo(RegionsConfig.NONE);
        assertThat(none.permits("any", "local")).isTrue();
        assertThat(none.after("local")).isEmpty();
        assertThatCode(() -> none.checkRegion("local", Path.of("collector.yaml")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> none.checkJurisdiction("eu", Path.of("sources.yaml"), "sources[0].jurisdiction"))
                .hasMessage("sources.yaml: sources[0].jurisdiction: no region of regions.yaml is in 'eu'."
                        + " Name the regions there, or write any");
    }

    @Test
    void namesTheRegionAndTheJurisdictionThatAreNotThere() {
        RegionsConfig regions = read(GOOD);
        assertThatThrownBy(() -> regions.checkRegion("eu-wset", Path.of("collector.yaml")))
                .hasMessage("collector.yaml: region: there is no region 'eu-wset' in regions.yaml."
                        + " Regions there: eu-west, us-east, eu-north");
        assertThatThrownBy(() -> regions.checkJurisdiction("ue", Path.of("sources.yaml"), "sources[0].jurisdiction"))
                .hasMessageContaining("no region of regions.yaml is in 'ue'. They are in eu, us; write one of these");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: us-east | name: eu-west | regions: must each be named once, was 'eu-west'",
                "next: [eu-north] | next: [nowhere] | must name other regions of this file as next; eu-west does not",
                "next: [eu-north] | next: [eu-west] | must name other regions of this file as next; eu-west does not",
                "jurisdiction: us, | '' | regions[1].jurisdiction: the key is missing",
                "jurisdiction: us | jurisdiction: any | regions[1].jurisdiction: must be the one the region is in",
                "name: us-east | name: u.s | regions[1].name: must be 1 to 64",
                "https://edge-1.example.net\" | edge-1.example.net\" | regions[0].collectors: must each be like",
                "https://edge-1.example.net\" | https://edge-1.example.net/v1\" | regions[0].collectors: must each be like",
                "'\"east:9092\"' | '\"\"' | regions[1].kafka.bootstrapServers: must name a broker",
                "partitions: 24 | partitions: -1 | regions[1].kafka.partitions: must be 0 to 10000",
                "partitions: 24 | partition: 24 | there is no such key. Did you mean 'partitions'?"
            })
    void namesWhatIsWrong(String right, String wrong, String message) {
        assertThat(GOOD).contains(right);
        assertThatThrownBy(() -> read(GOOD.replace(right, wrong)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("regions.yaml")
                .hasMessageContaining(message);
    }

    private static List<String> names(List<Region> regions) {
        return regions.stream().map(Region::name).toList();
    }

    private RegionsConfig read(String yaml) {
        try {
            Files.writeString(folder.resolve("regions.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return RegionsConfig.read(folder, Map.of("TRUST", "trusted"));
    }
}

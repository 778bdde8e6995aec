package io.headwater.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.broker.EmbeddedBroker;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The files that are data change while the collector runs. */
@ExtendWith(SharedBroker.class)
class ReloadIT {
    private static final String LATER = "  - {tenant: acme, name: later, writeKeys: [later-key]}\n";

    @TempDir
    Path folder;

    private RunningCollector collector;
    private TopicReader events;
    private Path sources;

    @BeforeEach
    void start(EmbeddedBroker broker) {
        collector = RunningCollector.start(folder, broker.bootstrapServers(), "HEADWATER_RELOAD_LOOK_EVERY=50ms");
        events = TopicReader.atEndOf("hw.events", broker.bootstrapServers());
        sources = folder.resolve("sources.yaml");
    }

    @AfterEach
    void stop() {
        events.close();
        collector.close();
    }

    @Test
    void aSourceThatIsAddedMaySendAndOneThatIsRemovedMayNot() throws IOException {
        assertThat(status("later-key")).isEqualTo(401);
        String before = Files.readString(sources);
        Files.writeString(sources, before + LATER);
        await().until(() -> status("later-key") == 200);
        Files.writeString(sources, before);
        await().until(() -> status("later-key") == 401);
        assertThat(status(RunningCollector.KEY)).isEqualTo(200);
        assertThat(collector
                        .node()
                        .meters()
                        .get("headwater.config.reloads")
                        .tag("side", "collector")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void whatDidNotChangeOfASourceStaysAsItWas() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(status("few-key")).isEqualTo(200);
        }
        String before = Files.readString(sources);
        Files.writeString(sources, before.replace("writeKeys: [few-key]", "writeKeys: [few-key, few-key-2]") + LATER);
        long begun = System.nanoTime();
        await().until(() -> status("later-key") == 200);
        int accepted = 0;
        while (System.nanoTime() - begun < 500_000_000L) {
            accepted += status("few-key-2") == 200 ? 1 : 0;
        }
        assertThat(accepted)
                .as("of a quota of 3 a second that was used up before")
                .isLessThanOrEqualTo(3);
    }

    @Test
    void whatIsWrongChangesNothingAndIsSaid() throws IOException {
        String before = Files.readString(sources);
        String version = config().getString("version");
        assertThat(config().containsKey("problem")).isFalse();
        for (String wrong : List.of(
                before + "  - {tenant: acme, name: more, writeKeys: [it-key]}\n",
                before + "  - {tenant: acme, name: more, writeKeys: [more-key], jurisdiction: eu}\n",
                "sources: [",
                "")) {
            Files.writeString(sources, wrong);
            await().until(() -> config().containsKey("problem"));
            assertThat(config().getString("problem")).contains("sources.yaml");
            assertThat(config().getString("version")).isEqualTo(version);
            assertThat(collector.ops("/metrics").text()).contains("headwater_config_wrong{side=\"collector\"} 1.0");
            assertThat(status(RunningCollector.KEY)).isEqualTo(200);
            assertThat(status("more-key")).isEqualTo(401);
            Files.writeString(sources, before);
            await().until(() -> !config().containsKey("problem"));
        }
        assertThat(collector.ops("/metrics").text()).contains("headwater_config_wrong{side=\"collector\"} 0.0");
    }

    @Test
    void eventsSayByWhichVersionTheyWereAccepted() throws IOException {
        assertThat(status(RunningCollector.KEY)).isEqualTo(200);
        String first = config().getString("version");
        Files.writeString(sources, Files.readString(sources) + LATER);
        await().until(() -> !config().getString("version").equals(first));
        assertThat(status(RunningCollector.KEY)).isEqualTo(200);
        assertThat(events.received())
                .extracting(record -> TopicReader.header(record, "ce_configversion"))
                .containsExactlyInAnyOrder(first, config().getString("version"));
    }

    @Test
    void aSchemaThatChangesIsUsed() throws IOException {
        assertThat(post("strict-key", "{\"type\":\"play\",\"n\":5}").status()).isEqualTo(200);
        Files.writeString(folder.resolve("play.json"), "{\"properties\":{\"n\":{\"maximum\":1}}}");
        await().until(() -> post("strict-key", "{\"type\":\"play\",\"n\":5}").status() == 400);
        assertThat(post("strict-key", "{\"type\":\"play\",\"n\":1}").status()).isEqualTo(200);
    }

    @Test
    void tellsTheConfigurationWithoutItsSecrets() {
        String told = collector.ops("/api/config").text();
        assertThat(told).contains("\"source\":\"acme/private\"").contains("\"site\":\"test\"");
        assertThat(told).doesNotContain("it-key").doesNotContain("private-key").doesNotContain("0123456789abcdef");
    }

    private JsonObject config() {
        return new JsonObject(collector.ops("/api/config").text()).getJsonObject("collector");
    }

    private int status(String key) {
        return post(key, "{}").status();
    }

    private Answer post(String key, String body) {
        return collector.post("/v1/events", body.getBytes(UTF_8), "Authorization", "Bearer " + key);
    }
}

package io.headwater.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlaybackSessionTest {
    private static final Instant NOW = Instant.parse("2026-01-15T12:00:00.123456789Z");

    static Stream<List<JsonObject>> sessions() {
        return IntStream.range(0, 50).mapToObj(seed -> session(new Random(seed)));
    }

    private static List<JsonObject> session(Random random) {
        PlaybackSession session = new PlaybackSession("Sintel", random);
        List<JsonObject> events = new ArrayList<>();
        while (!session.isOver() && events.size() < 10_000) {
            events.add(session.next(NOW));
        }
        return events;
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void beginsAsPlayersDo(List<JsonObject> events) {
        assertThat(types(events))
                .startsWith("media_request", "media_loaded", "play", "buffer_start", "buffer_end", "playing");
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void ends(List<JsonObject> events) {
        assertThat(events).hasSizeLessThan(10_000);
        assertThat(types(events)).last().isIn("stop", "playback_complete", "error");
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void everyStallAndPauseEnds(List<JsonObject> events) {
        List<String> types = types(events);
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i).equals("buffer_start")) {
                assertThat(types.get(i + 1)).isEqualTo("buffer_end");
            }
            if (types.get(i).equals("pause")) {
                assertThat(types.get(i + 1)).isEqualTo("playing");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void eachEventIsOneOfItsOwnInOneSession(List<JsonObject> events) {
        Set<String> ids = new HashSet<>();
        Set<String> sessions = new HashSet<>();
        for (JsonObject event : events) {
            ids.add(event.getString("id"));
            sessions.add(event.getString("session"));
            assertThat(event.getString("time")).isEqualTo("2026-01-15T12:00:00.123Z");
        }
        assertThat(ids).hasSameSizeAs(events);
        assertThat(sessions).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void renditionsChange(List<JsonObject> events) {
        events.stream()
                .filter(event -> event.getString("type").equals("rendition_change"))
                .forEach(event -> assertThat(event.getInteger("to_kbps")).isNotEqualTo(event.getInteger("from_kbps")));
    }

    private static List<String> types(List<JsonObject> events) {
        return events.stream().map(event -> event.getString("type")).toList();
    }
}

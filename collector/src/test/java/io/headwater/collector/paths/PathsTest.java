package io.headwater.collector.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Requests;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {
    private final List<Dialect> dialects = Dialects.all(Requests.LIMITS, Clock.systemUTC());
    private final Paths paths = new Paths(dialects);

    @Test
    void everyEndpointOfEveryDialectIsFound() {
        for (Dialect dialect : dialects) {
            for (var endpoint : dialect.endpoints()) {
                String path = endpoint.path().replace(":key", "the-key").replace("*", "something");
                assertThat(paths.at(endpoint.method(), path).orElseThrow().dialects())
                        .as("%s %s", endpoint.method(), path)
                        .contains(dialect);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/events/the-key, the-key",
        "/v1/events/the-key/, the-key",
        "/v1/events/a%2Fb, a/b",
        "/v1/events, ''",
        "/v1/events/, ''"
    })
    void aKeyInThePathIsDecoded(String path, String key) {
        assertThat(paths.at("POST", path).orElseThrow().key()).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/v1/events//", "/v1/events/a/b", "//v1/events", "/V1/events", "/v1/event"})
    void nothingIsAtOtherPaths(String path) {
        assertThat(paths.at("POST", path)).isEmpty();
        assertThat(paths.methods(path)).isEmpty();
    }

    @Test
    void theMethodsOfAPathAreKnown() {
        assertThat(paths.methods("/v1/events")).containsExactly("POST");
        assertThat(paths.methods("/v1/events/key")).containsExactly("POST");
        assertThat(paths.methods("/i.gif")).containsExactly("GET");
        assertThat(paths.at("GET", "/v1/events")).isEmpty();
    }
}

package io.headwater.collector.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.event.Event;
import io.headwater.event.EventData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"n\":5} | ''",
                "{\"n\":5.0,\"more\":[{}]} | ''",
                "{\"n\":-1} | minimum at /n",
                "{\"n\":\"a secret\"} | type at /n",
                "{} | required at , member 'n'",
                "{\"n\":1,\"who\":{\"mail\":7}} | type at /who/mail"
            })
    void sayWhereAnEventBreaksThemAndNoneOfItsValues(String data, String breach) throws IOException {
        Schemas schemas = Schemas.of(Map.of("play", schema("""
                {"type":"object","required":["n"],"properties":{"n":{"type":"number","minimum":0},
                 "who":{"properties":{"mail":{"type":"string"}}}}}""")));
        assertThat(schemas.breach(event("play", data)).orElse("")).isEqualTo(breach);
        assertThat(schemas.breach(event("other", data))).isEmpty();
    }

    @Test
    void oneMayBeForEveryOtherType() throws IOException {
        Schemas schemas = Schemas.of(Map.of(
                "play",
                schema("true"),
                "*",
                write("other.json", "{\"required\":[\"id\"]}").toString()));
        assertThat(schemas.breach(event("play", "{}"))).isEmpty();
        assertThat(schemas.breach(event("stop", "{}"))).isPresent();
    }

    @Test
    void mayReferToFilesBesideThem() throws IOException {
        write("common.json", "{\"$defs\":{\"id\":{\"type\":\"string\",\"minLength\":3}}}");
        Schemas schemas =
                Schemas.of(Map.of("play", schema("{\"properties\":{\"id\":{\"$ref\":\"common.json#/$defs/id\"}}}")));
        assertThat(schemas.breach(event("play", "{\"id\":\"abc\"}"))).isEmpty();
        assertThat(schemas.breach(event("play", "{\"id\":\"a\"}"))).contains("minLength at /id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "7",
                "",
                "{\"$ref\":\"https://example.com/schema.json\"}",
                "{\"$ref\":\"nothing.json\"}",
                "{\"$ref\":\"../../etc/passwd\"}"
            })
    void areRefusedWhereTheyCannotBeUsed(String text) throws IOException {
        String file = schema(text);
        assertThatThrownBy(() -> Schemas.of(Map.of("play", file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("play.json");
    }

    @Test
    void areRefusedWhereTheyAreNotThere() {
        assertThatThrownBy(() ->
                        Schemas.of(Map.of("play", folder.resolve("none.json").toString())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none.json is not there");
    }

    private String schema(String text) throws IOException {
        return write("play.json", text).toString();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Event event(String type, String data) {
        return new Event("i", type, "", "", "i", "application/json", EventData.of(data.getBytes(UTF_8)));
    }
}

package io.headwater.deploy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AwkwardJsonTest {
    private final ObjectMapper strict = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Test
    void isValid() throws Exception {
        for (byte[] object : AwkwardJson.objects()) {
            JsonNode tree = strict.readTree(object);
            assertThat(tree.isObject()).isTrue();
        }
    }

    @Test
    void comesBackChangedFromAParser() throws Exception {
        List<String> unchanged = new java.util.ArrayList<>();
        for (byte[] object : AwkwardJson.objects()) {
            String text = new String(object, StandardCharsets.UTF_8);
            if (strict.writeValueAsString(strict.readTree(object)).equals(text)) {
                unchanged.add(text);
            }
        }
        assertThat(unchanged)
                .as("plain ones, there because other libraries change them")
                .hasSizeLessThan(AwkwardJson.objects().size() / 2)
                .contains("{\"z\":1,\"a\":2,\"m\":3}");
    }
}

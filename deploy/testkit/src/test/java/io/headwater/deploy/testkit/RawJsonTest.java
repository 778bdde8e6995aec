package io.headwater.deploy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawJsonTest {

    @Test
    void cutsElementsOutAsTheyAre() throws Exception {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        array.writeBytes(utf8("[ "));
        for (byte[] object : AwkwardJson.objects()) {
            array.writeBytes(utf8(array.size() > 2 ? "," : ""));
            array.writeBytes(object);
        }
        array.writeBytes(utf8("]\n"));

        List<byte[]> elements = RawJson.elements(array.toByteArray());

        assertThat(texts(elements))
                .isEqualTo(
                        texts(AwkwardJson.objects()).stream().map(String::strip).toList());
    }

    @Test
    void cutsMembersOfEveryTypeOutAsTheyAre() throws Exception {
        String text = "{ \"é\" : 1.0 , \"s\":\"\\u0041é\" ,\"n\" : -0,\"t\":true , \"z\":null,\"o\": { \"a\" : [ ] } }";

        assertThat(texts(List.copyOf(RawJson.members(utf8(text)).values())))
                .containsExactly("1.0", "\"\\u0041é\"", "-0", "true", "null", "{ \"a\" : [ ] }");
    }

    @Test
    void refusesWhatIsNotOneWholeValue() {
        for (String broken : List.of("", "{", "[1", "[1]]", "[1] 2", "{}", "null")) {
            assertThatThrownBy(() -> RawJson.elements(utf8(broken))).as(broken).isInstanceOf(MalformedDelivery.class);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(List<byte[]> values) {
        return values.stream()
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .toList();
    }
}

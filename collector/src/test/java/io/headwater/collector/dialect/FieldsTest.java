package io.headwater.collector.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.collector.dialect.Fields.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldsTest {

    @Test
    void areInTheirOrderWithTheirRepeats() {
        assertThat(Fields.query("a=1&b=&a=2&c&&=d").all())
                .containsExactly(
                        new Field("a", "1"),
                        new Field("b", ""),
                        new Field("a", "2"),
                        new Field("c", ""),
                        new Field("", "d"));
        assertThat(Fields.query("a=1&a=2").first("a")).isEqualTo("1");
        assertThat(Fields.query("a=1").first("b")).isEmpty();
        assertThat(Fields.query("").all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a=b%20c, b c",
        "a=b+c, b c",
        "a=%C3%A9%F0%9F%98%80, é😀",
        "a=b=c, b=c",
        "a=%2B, +",
        "a=100%, 100%",
        "a=%zz, %zz",
        "a=%4, %4",
        "a=%FF, \ufffd"
    })
    void areDecodedAsABrowserWould(String text, String value) {
        assertThat(Fields.query(text).first("a")).isEqualTo(value);
    }

    @Test
    void keepAPlusWhereItIsBase64() {
        assertThat(Fields.withPlus("data=a+b%2Bc").first("data")).isEqualTo("a+b+c");
    }

    @Test
    void tellWhatIsNotPercentEncoded() {
        assertThat(Fields.isEncoded("/a%20b")).isTrue();
        assertThat(Fields.isEncoded("/a%2")).isFalse();
        assertThat(Fields.isEncoded("/a%")).isFalse();
    }
}

package io.headwater.collector.dialect.posthog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Requests;
import io.headwater.event.Event;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lz-string 1.5.0 of npm made of these texts ({@code compressToBase64}). */
class LzStringTest {
    private static final String EVENT =
            "{\"event\":\"$pageview\",\"properties\":{\"token\":\"wk_test_0123456789abcdef\",\"distinct_"
                    + "id\":\"viewer-1\",\"$lib\":\"web\",\"$lib_version\":\"1.4.6\",\"title\":\"ドラマ「海」 — “épisode”\","
                    + "\"path\":\"/watch/watch/watch/watch/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"},\""
                    + "timestamp\":\"2020-11-24T12:00:00.000Z\"}";
    private static final String PACKED =
            "N4IgpgbmB2AuIC4QBIAOBDA5pAlmA7iADQioBOA9qmGbHgM6KiwUDWMiI+rA+rGPVg8ADAEYATAGYALAFYAbAHYAHAE50AIw"
                    + "DGAEzAAzYiB05BOaFqE4dnCHnw0AtKKPIANjg2cHXku888UGT0OBTQnKIAdNKR8kZ0sG5gnICTDICXDIB7DIAwDIDutoCwDA"
                    + "AEgCgEBYA4BACXqKYUeoC4BEYYsAAWnAD0+OiwWk3tnd29XT0dg63oY+MTk1PTM9MgAL4kdAC2ArDoy6ic4sI7zqKO4tIAKh"
                    + "IIwsLnwpEXwgBaC0A===";
    private static final String MANY_CODES =
            "AQLz4sFsdvYAZOS5BlDmuYGJ/wfgJwmlmkA0V1N1Ang404wDZvsfsD6PvfvAJSHCRwgKITJUyQA458hfIDUK1WpUBQgB47de"
                    + "3QGsjxk8YB6Fy1csBFO/Yf2AIi9dvXAdi/ef3gFQBgUF+ACEhAO6RUdFRAFbxCYkJALqpaelpAArZObk5AMKFRcVFAGzlFZU"
                    + "VAJS1dfUAwU0Abq1t7W0Alt09vT0AOoNDw0MA8uMTkxMAQrNz83MArMsrqysAFJtbWwBBezsArkfHJ8cAFheXV5cA2nf3D/c"
                    + "Aci+vb68Agl/fP98ALADAUDAQByMHgsEAQOh0IALvCEYiEQBzVFo9FogBa2JxuJxAFlCUTiUSAALkimUikAZlpdPpdIAZMyW"
                    + "YyAAEczkAZx5vL5vIAZkLhSLhQBNCWSqWSgAycvlCvlAH4Vaq1UqgA==";
    private static final String THOUSAND_X = "B418ZXTt/DFOS1b0c17Pd/wYUcSaWeRZVdTbXTEA";

    @Test
    void readsAnEventInEveryScript() throws Malformed {
        assertThat(unpacked(PACKED)).isEqualTo(EVENT);
    }

    @Test
    void readsTextThatRepeatsLittle() throws Malformed {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 700; i++) {
            text.append((char) (32 + i * 7919 % 90 + i % 13));
        }
        assertThat(unpacked(MANY_CODES)).isEqualTo(text.toString());
    }

    @ParameterizedTest
    @CsvSource({"Q===, ''", "IZA=, a", "u62Q, 海"})
    void readsWhatIsShort(String packed, String text) throws Malformed {
        assertThat(unpacked(packed)).isEqualTo(text);
    }

    @Test
    void readsWhatRefersToItself() throws Malformed {
        assertThat(unpacked(THOUSAND_X)).isEqualTo("x".repeat(1_000));
    }

    @Test
    void refusesWhatWouldGrowTooLarge() {
        assertThatThrownBy(() -> LzString.decompress(THOUSAND_X, 999, "limits.inflated"))
                .isInstanceOfSatisfying(
                        Malformed.class, too -> assertThat(too.isTooMuch()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "/", "////", "N4Ig", "***", "ü"})
    void refusesWhatIsNone(String packed) {
        assertThatThrownBy(() -> unpacked(packed)).isInstanceOf(Malformed.class);
    }

    @Test
    void endsWhateverComes() {
        Random random = new Random(1);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder packed = new StringBuilder(PACKED);
            for (int i = 0; i < 3; i++) {
                packed.setCharAt(random.nextInt(packed.length()), PACKED.charAt(random.nextInt(PACKED.length())));
            }
            try {
                assertThat(unpacked(packed.toString()).length()).isLessThanOrEqualTo(1 << 20);
            } catch (Malformed e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void isWhatAnOldBrowserSdkSendsInAForm() throws Malformed {
        String form = "data=" + URLEncoder.encode(PACKED, StandardCharsets.UTF_8) + "&compression=lz64";
        Decoded decoded = new PostHogDialect(Requests.check())
                .decode(Requests.post(
                        "/e/?compression=lz64&ip=1&_=1606219200000",
                        form,
                        "Content-Type",
                        "application/x-www-form-urlencoded"));
        assertThat(decoded.writeKey()).isEqualTo("wk_test_0123456789abcdef");
        assertThat(decoded.events()).extracting(Requests::text).containsExactly(EVENT);
        assertThat(decoded.events()).extracting(Event::type).containsExactly("$pageview");
    }

    private static String unpacked(String packed) throws Malformed {
        return LzString.decompress(packed, 1 << 20, "limits.inflated");
    }
}

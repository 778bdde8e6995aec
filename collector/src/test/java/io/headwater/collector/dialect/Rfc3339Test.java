package io.headwater.collector.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-15T12:00:00Z",
                "2026-01-15t12:00:00z",
                "2026-01-15T12:00:00.1Z",
                "2026-01-15T12:00:00.123456789Z",
                "2026-01-15T12:00:00+23:59",
                "2026-01-15T12:00:00.000-08:00",
                "2026-12-31T23:59:60Z",
                "0000-01-01T00:00:00Z"
            })
    void knowsATimestamp(String text) {
        assertThat(Rfc3339.isTimestamp(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-01-15",
                "2026-01-15T12:00:00",
                "2026-01-15 12:00:00Z",
                "2026-00-15T12:00:00Z",
                "2026-13-15T12:00:00Z",
                "2026-01-00T12:00:00Z",
                "2026-01-32T12:00:00Z",
                "2026-01-15T24:00:00Z",
                "2026-01-15T12:60:00Z",
                "2026-01-15T12:00:61Z",
                "2026-01-15T12:00:00.Z",
                "2026-01-15T12:00:00.",
                "2026-01-15T12:00:00.5",
                "2026-01-15T12:00:00ZZ",
                "2026-01-15T12:00:00+24:00",
                "2026-01-15T12:00:00+02:60",
                "2026-01-15T12:00:00+0200",
                "2026-01-15T12:00:00 02:00",
                "2026-01-15T12:00:00,5Z",
                "٢٠٢٦-01-15T12:00:00Z",
                "2026-01-15T12:00:00.123456789012345678901Z"
            })
    void knowsWhatIsNone(String text) {
        assertThat(Rfc3339.isTimestamp(text)).isFalse();
    }
}

package io.headwater.collector.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientClockTest {
    private static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T12:00:00Z, 2026-11-24T11:59:00Z, 2026-11-24T11:59:00Z",
        "2026-11-24T11:00:00Z, 2026-11-24T10:59:00.5Z, 2026-11-24T11:59:00.500Z",
        "2036-11-24T12:00:00Z, 2036-11-24T11:59:00Z, 2026-11-24T11:59:00Z",
        "2026-11-24T14:00:00+02:00, 2026-11-24T13:59:00+02:00, 2026-11-24T11:59:00Z"
    })
    void movesATimeByWhatTheClockIsWrong(String sentAt, String time, String corrected) {
        assertThat(ClientClock.sent(sentAt, AT).corrected(time)).isEqualTo(corrected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-02-30T00:00:00Z", "1795392608926"})
    void saysNothingOfAClockItDoesNotKnow(String sentAt) {
        assertThat(ClientClock.sent(sentAt, AT).corrected("2026-11-24T11:59:00Z"))
                .isEmpty();
    }

    @Test
    void saysNothingOfATimeItCannotRead() {
        assertThat(ClientClock.sent("2026-11-24T12:00:00Z", AT).corrected("soon"))
                .isEmpty();
        assertThat(ClientClock.sent("0001-01-01T00:00:00Z", AT).corrected("9999-01-01T00:00:00Z"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1795392608926, 3, 2026-11-23T00:10:08.926Z",
        "1795392608926.5, 3, 2026-11-23T00:10:08.926500Z",
        "1795392608, 0, 2026-11-23T00:10:08Z",
        "1795392608926000001, 9, 2026-11-23T00:10:08.926000001Z",
        "-1, 3, 1969-12-31T23:59:59.999Z",
        "1e3, 3, 1970-01-01T00:00:01Z",
        "99999999999999999999, 3, ''",
        "1e999999999, 3, ''",
        "-1e999999999, 3, ''",
        "1e-999999999, 3, ''",
        "soon, 3, ''",
        "'', 3, ''"
    })
    void unixTimesAreTimestamps(String digits, int scale, String time) {
        assertThat(Rfc3339.ofUnix(digits, scale)).isEqualTo(time);
    }
}

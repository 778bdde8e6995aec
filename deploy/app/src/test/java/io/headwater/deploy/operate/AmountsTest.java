package io.headwater.deploy.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AmountsTest {

    @Test
    void showsDurationsRoughly() {
        assertThat(Amounts.duration(Duration.ofMillis(-5))).isEqualTo("0s");
        assertThat(Amounts.duration(Duration.ofSeconds(119))).isEqualTo("119s");
        assertThat(Amounts.duration(Duration.ofMinutes(119))).isEqualTo("119m");
        assertThat(Amounts.duration(Duration.ofMinutes(200))).isEqualTo("3h 20m");
        assertThat(Amounts.duration(Duration.ofHours(124))).isEqualTo("5d 4h");
    }

    @Test
    void showsSizesAndNumbers() {
        assertThat(Amounts.bytes(0)).isEqualTo("0 B");
        assertThat(Amounts.bytes(1_023)).isEqualTo("1023 B");
        assertThat(Amounts.bytes(1_536)).isEqualTo("1.5 KiB");
        assertThat(Amounts.bytes(5L << 30)).isEqualTo("5.0 GiB");
        assertThat(Amounts.count(1, "event")).isEqualTo("1 event");
        assertThat(Amounts.count(12_345, "event")).isEqualTo("12,345 events");
    }
}

package io.headwater.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionsTest {

    @Test
    void thoseAboveTheMostAreRefusedUntilOneCloses() {
        Connections connections = new Connections(2);
        assertThat(connections.opened()).isTrue();
        assertThat(connections.opened()).isTrue();
        assertThat(connections.opened()).isFalse();
        assertThat(connections.open()).isEqualTo(2);
        assertThat(connections.refused()).isEqualTo(1);
        connections.closed();
        assertThat(connections.opened()).isTrue();
    }

    @Test
    void aTenthOfTheFilesStaysForEverythingElse() {
        assertThat(Connections.within(20_000, 1_000_000)).isEqualTo(20_000);
        assertThat(Connections.within(20_000, 1_024)).isEqualTo(922);
        assertThat(Connections.within(20_000, Long.MAX_VALUE)).isEqualTo(20_000);
        assertThat(Connections.within(20_000, 0)).isEqualTo(1);
    }
}

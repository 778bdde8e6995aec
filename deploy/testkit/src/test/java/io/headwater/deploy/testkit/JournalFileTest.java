package io.headwater.deploy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest {
    private static final Receipt ODD = new Receipt("line\nfeed, \"quote\" and ドラマ", Sha256.of(new byte[] {1}));

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("journal");
    }

    @Test
    void keepsOddIdsOfBothKindsOfJournal() {
        try (ClientJournal client = ClientJournal.append(file)) {
            client.acked(client.sent(ODD.id(), new byte[] {1}));
        }
        assertThat(ClientJournal.read(file).acked()).containsExactly(ODD);

        Path other = folder.resolve("sink");
        try (SinkJournal sink = SinkJournal.append(other)) {
            sink.accepted(List.of(new ReceivedEvent(ODD.id(), new byte[] {1}, Map.of())), "m", Instant.EPOCH);
        }
        assertThat(SinkJournal.read(other)).containsExactly(ODD);
    }

    @Test
    void isReadableWhileItIsWritten() {
        try (ClientJournal client = ClientJournal.append(file)) {
            client.sent(List.of(ODD));
            assertThat(ClientJournal.read(file).timesSent(ODD)).isEqualTo(1);
        }
    }

    @Test
    void passesOverATornLastLineAndCutsItBeforeItGoesOn() throws Exception {
        try (ClientJournal client = ClientJournal.append(file)) {
            client.sent(List.of(ODD));
        }
        Files.writeString(file, "{\"sent\":\"half", StandardOpenOption.APPEND);
        assertThat(ClientJournal.read(file).sent()).containsExactly(ODD);

        try (ClientJournal again = ClientJournal.append(file)) {
            again.acked(ODD.id());
        }
        ClientAccount account = ClientJournal.read(file);
        assertThat(account.sent()).containsExactly(ODD);
        assertThat(account.acked()).containsExactly(ODD);
    }

    @Test
    void readsNothingWhereOnlyATornLineStands() throws Exception {
        Files.writeString(file, "{\"id\"");

        assertThat(SinkJournal.read(file)).isEmpty();
    }

    @Test
    void refusesDamageBeforeTheEnd() throws Exception {
        Files.writeString(file, "{\"id\"\n{\"id\":\"a\",\"sha256\":\"1\"}\n");

        assertThatThrownBy(() -> SinkJournal.read(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }
}

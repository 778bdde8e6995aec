package io.headwater.deploy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The judge judged: it must be red for every planted bug and green for the honest pipeline, crashes and all. */
class ReconcilerProofTest {
    private static final int FEW = 5_000;
    private static final int BATCH = 500;

    @TempDir
    Path folder;

    @Test
    void isGreenForTheHonestPipelineAndCountsItsRepeats() {
        Verdict verdict = verdictOn(TinyPipeline.Bug.NONE).assertClean();

        assertThat(verdict.acknowledged()).isEqualTo(FEW);
        assertThat(verdict.duplicateCount()).isBetween(1, BATCH);
        verdict.assertDuplicatesAtMost(BATCH);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"NONE", "EVERYTHING_TWICE"},
            mode = EnumSource.Mode.EXCLUDE)
    void isRedForEveryPlantedBug(TinyPipeline.Bug bug) {
        Verdict verdict = verdictOn(bug);

        assertThat(verdict.isClean()).as(verdict.toString()).isFalse();
        switch (bug) {
            case DROP_ONE_IN_100_000 -> assertThat(verdict.lost()).hasSize(1);
            case RESERIALISED_BODY -> assertThat(verdict.corrupt()).isNotEmpty();
            case ANSWER_BEFORE_DURABLE, COMMIT_BEFORE_DELIVERY ->
                assertThat(verdict.lost()).hasSize(BATCH);
            case MADE_UP_EVENT -> assertThat(verdict.phantom()).hasSize(1);
            default -> throw new AssertionError("a bug nobody looks for: " + bug);
        }
    }

    @Test
    void isRedForRepeatsOverTheBound() {
        Verdict verdict = verdictOn(TinyPipeline.Bug.EVERYTHING_TWICE).assertClean();

        assertThatThrownBy(() -> verdict.assertDuplicatesAtMost(BATCH))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("duplicates");
    }

    private Verdict verdictOn(TinyPipeline.Bug bug) {
        Path sent = folder.resolve("client");
        Path received = folder.resolve("sink");
        try (ClientJournal client = ClientJournal.append(sent);
                SinkJournal sink = SinkJournal.append(received)) {
            new TinyPipeline(bug, client, sink)
                    .run(events(bug == TinyPipeline.Bug.DROP_ONE_IN_100_000 ? 100_000 : FEW));
        }
        return Reconciler.judge(ClientJournal.read(sent), SinkJournal.read(received), List.of());
    }

    private static List<ReceivedEvent> events(int n) {
        List<byte[]> data = AwkwardJson.objects();
        return IntStream.range(0, n)
                .mapToObj(i -> new ReceivedEvent("e" + i, data.get(i % data.size()), Map.of()))
                .toList();
    }
}

package io.headwater.deploy.testkit.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.deploy.testkit.ClientAccount;
import io.headwater.deploy.testkit.Receipt;
import io.headwater.deploy.testkit.Reconciler;
import io.headwater.deploy.testkit.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTableTest {
    private static final Receipt A = new Receipt("a", "1111111111");
    private static final Duration TOOK = Duration.ofMillis(1_234);

    private final RowRun run = new RowRun(row(7, "power cut"), 42);
    private final RowTable table = new RowTable();

    @Test
    void showsWhatTheJudgeFoundInTheMatrixOrderAligned() {
        run.judged(received(A, A), 2, 0);
        run.recovered(Duration.ofSeconds(2));
        run.recovered(Duration.ofSeconds(1));
        run.note("3 images");
        table.passed(run, TOOK);
        table.skipped(row(2, "kill"), "needs root");

        assertThat(table.toString().lines())
                .containsExactly(
                        "row  name       seed  accepted  delivered  dead  duplicate  indeterminate  LOST  CORRUPT"
                                + "  PHANTOM  recovered   took  outcome",
                        "  2  kill          –         –          –     –          –              –     –        –"
                                + "        –          –      –  skipped: needs root",
                        "  7  power cut    42         1          2     0          1              0     0        0"
                                + "        0      2.0 s  1.2 s  held; 3 images");
    }

    @Test
    void addsSeveralVerdictsOfOneRunUp() {
        run.judged(received(A), 1, 0);
        run.judged(received(A), 1, 3);

        assertThat(run.tally()).isEqualTo(new Tally(2, 2, 3, 0, 0, 0, 0, 0));
    }

    @Test
    void failsWithMoreDuplicatesThanTheFaultExcusesAndStillShowsThem() {
        assertThatThrownBy(() -> run.judged(received(A, A, A, A), 4, 0)).hasMessageContaining("more than the 2");
        table.failed(run, TOOK);

        assertThat(table.toString()).contains("FAILED").contains(" 3 ");
    }

    @Test
    void failsWithALostEvent() {
        assertThatThrownBy(() -> run.judged(received(), 0, 0)).hasMessageContaining("LOST");
        assertThat(run.tally().lost()).isOne();
    }

    @Test
    void failsWhenRecoveryTakesTooLongUnlessTheMachineIsToBlame() {
        if (Machine.isOverloaded()) {
            run.recovered(Duration.ofSeconds(11));
            assertThat(run.notes()).singleElement().asString().contains("11000 ms", "load");
        } else {
            assertThatThrownBy(() -> run.recovered(Duration.ofSeconds(11))).hasMessageContaining("11000 ms");
        }
    }

    @Test
    void failsWhenTheJudgeDoesNotSeeAPlantedBug() {
        run.judgedRed(received(), 0, 0);
        table.passed(run, TOOK);
        assertThat(table.toString()).contains("red, as planted");

        assertThatThrownBy(() -> run.judgedRed(received(A), 1, 0)).hasMessageContaining("does not see");
    }

    @Test
    void repeatsTheChancesOfASeed() {
        assertThat(new RowRun(row(1, ""), 5).random().nextLong())
                .isEqualTo(new RowRun(row(1, ""), 5).random().nextLong());
        assertThat(Seed.of("17")).isEqualTo(17);
        assertThat(Seed.of("")).isBetween(0L, 999_999L);
    }

    private static Row row(int number, String name) {
        return new Row(number, name, "", "", new Row.Bounds(2, Duration.ofSeconds(10)));
    }

    private static Verdict received(Receipt... events) {
        ClientAccount client = new ClientAccount();
        client.sent(A);
        client.acked(A);
        return Reconciler.judge(client, List.of(events), List.of());
    }
}

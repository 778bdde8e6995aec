package io.headwater.deploy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
    private static final Receipt A = new Receipt("a", "1111111111");
    private static final Receipt A_OTHERWISE = new Receipt("a", "2222222222");
    private static final Receipt B = new Receipt("b", "3333333333");

    private final ClientAccount client = new ClientAccount();

    @Test
    void isCleanWhenAllThatWasAcknowledgedWasReceivedOrIsDead() {
        acknowledged(A, B);

        Verdict verdict = Reconciler.judge(client, List.of(A), List.of(B)).assertClean();

        assertThat(verdict.acknowledged()).isEqualTo(2);
        assertThat(verdict.duplicateCount()).isZero();
        assertThat(verdict.indeterminate()).isEmpty();
    }

    @Test
    void callsAnAcknowledgedEventThatNeverCameLost() {
        acknowledged(A, B);

        Verdict verdict = Reconciler.judge(client, List.of(A), List.of());

        assertThat(verdict.lost()).containsExactly(B);
        assertThat(verdict.isClean()).isFalse();
    }

    @Test
    void neverCallsAnUnacknowledgedEventLostWhetherItCameOrNot() {
        acknowledged(A);
        client.sent(B);

        assertThat(Reconciler.judge(client, List.of(A), List.of()).assertClean().indeterminate())
                .containsExactly(B);
        assertThat(Reconciler.judge(client, List.of(A, B), List.of())
                        .assertClean()
                        .indeterminate())
                .containsExactly(B);
    }

    @Test
    void callsAnIdThatNobodySentAPhantomDeadOrAlive() {
        acknowledged(A);

        assertThat(Reconciler.judge(client, List.of(A, B), List.of()).phantom()).containsExactly(B);
        assertThat(Reconciler.judge(client, List.of(A), List.of(B)).phantom()).containsExactly(B);
        assertThat(Reconciler.judge(client, List.of(A, B), List.of()).isClean()).isFalse();
    }

    @Test
    void callsOtherDataUnderASentIdCorruptDeadOrAlive() {
        acknowledged(A);

        assertThat(Reconciler.judge(client, List.of(A, A_OTHERWISE), List.of()).corrupt())
                .containsExactly(A_OTHERWISE);
        assertThat(Reconciler.judge(client, List.of(A), List.of(A_OTHERWISE)).corrupt())
                .containsExactly(A_OTHERWISE);
        assertThat(Reconciler.judge(client, List.of(A, A_OTHERWISE), List.of()).isClean())
                .isFalse();
    }

    @Test
    void owesEachOfSeveralDataUnderOneId() {
        acknowledged(A, A_OTHERWISE);

        Reconciler.judge(client, List.of(A_OTHERWISE, A), List.of()).assertClean();
        assertThat(Reconciler.judge(client, List.of(A, A), List.of()).lost()).containsExactly(A_OTHERWISE);
    }

    @Test
    void countsRepeatsOnlyAboveTheTimesSent() {
        acknowledged(A, A, B);

        assertThat(Reconciler.judge(client, List.of(A, A, B), List.of()).duplicateCount())
                .isZero();

        Verdict verdict =
                Reconciler.judge(client, List.of(A, B, A, B, A, B), List.of()).assertClean();
        assertThat(verdict.duplicates()).isEqualTo(Map.of(A, 1, B, 2));
        assertThat(verdict.duplicateCount()).isEqualTo(3);
    }

    @Test
    void allowsTheEventSentTwiceToArriveOnce() {
        acknowledged(A, A);

        Reconciler.judge(client, List.of(A), List.of()).assertClean();
    }

    @Test
    void acknowledgesByIdWhatWasSentUntilThen() {
        client.sent(A);
        client.acked("a");
        client.sent(A_OTHERWISE);

        Verdict verdict = Reconciler.judge(client, List.of(), List.of());

        assertThat(verdict.lost()).containsExactly(A);
        assertThat(verdict.indeterminate()).containsExactly(A_OTHERWISE);
    }

    @Test
    void refusesAnAcknowledgementOfWhatWasNeverSent() {
        client.sent(A);

        assertThatThrownBy(() -> client.acked(A_OTHERWISE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.acked("b")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void provesNothingWhereNothingWasAcknowledged() {
        client.sent(A);

        assertThatThrownBy(() -> Reconciler.judge(client, List.of(A), List.of()).assertClean())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("nothing was acknowledged");
    }

    @Test
    void failsWithATableThatNamesTheEvents() {
        acknowledged(A, B);

        assertThatThrownBy(
                        () -> Reconciler.judge(client, List.of(A, A), List.of()).assertClean())
                .hasMessageMatching("(?s).*LOST +1  b/33333333.*CORRUPT +0.*duplicates +1  a/11111111.*");
    }

    private void acknowledged(Receipt... events) {
        for (Receipt event : events) {
            client.sent(event);
            client.acked(event);
        }
    }
}

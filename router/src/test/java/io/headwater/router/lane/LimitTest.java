package io.headwater.router.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.router.deliver.Reason;
import org.junit.jupiter.api.Test;

class LimitTest {
    private final Limit limit = new Limit(16);

    @Test
    void startsAtWhatIsAllowed() {
        assertThat(limit.now()).isEqualTo(16);
    }

    @Test
    void halvesOnceForAllAttemptsThatWereUnderWayTogether() {
        limit.ended(Reason.TIMEOUT, 0, 100, 16);
        limit.ended(Reason.TIMEOUT, 5, 101, 16);
        limit.ended(Reason.UNAVAILABLE, 99, 102, 16);
        assertThat(limit.now()).isEqualTo(8);
        limit.ended(Reason.ASKED_TO_WAIT, 101, 200, 8);
        assertThat(limit.now()).isEqualTo(4);
    }

    @Test
    void neverFallsBelowOne() {
        for (long sent = 0; sent < 200; sent += 2) {
            limit.ended(Reason.TOO_MANY, sent, sent + 1, 16);
        }
        assertThat(limit.now()).isEqualTo(1);
    }

    @Test
    void doublesWithEveryRoundOfDeliveriesUpToWhatIsAllowed() {
        limit.restart();
        for (int round = 0; round < 6; round++) {
            int underWay = limit.now();
            for (int i = 0; i < underWay; i++) {
                limit.ended(Reason.SUCCESS, round, round + 1, underWay);
            }
            assertThat(limit.now()).isEqualTo(Math.min(16, 2 << round));
        }
    }

    @Test
    void doesNotGrowWhileItIsNotUsed() {
        limit.ended(Reason.TIMEOUT, 0, 1, 16);
        for (int i = 0; i < 100; i++) {
            limit.ended(Reason.SUCCESS, 2, 3, 1);
        }
        assertThat(limit.now()).isEqualTo(8);
    }

    @Test
    void anEventTheDestinationCannotStomachSaysNothingOfHowMuchItTakes() {
        limit.ended(Reason.SERVER_ERROR, 0, 1, 16);
        limit.ended(Reason.REFUSED, 0, 1, 16);
        assertThat(limit.now()).isEqualTo(16);
    }
}

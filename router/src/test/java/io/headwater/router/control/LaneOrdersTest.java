package io.headwater.router.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.router.deliver.DestinationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaneOrdersTest {
    private static final DestinationId CRM = new DestinationId("acme", "crm");
    private static final DestinationId OTHER = new DestinationId("acme", "other");
    private static final DestinationOrder PAUSED =
            DestinationOrder.NONE.pausedAs(new DestinationOrder.Pause("ops", Instant.EPOCH, ""));

    private final List<String> done = new ArrayList<>();
    private final LaneOrders orders = new LaneOrders(new LaneControl() {
        @Override
        public void pause(DestinationId destination) {
            done.add("pause " + destination);
        }

        @Override
        public void resume(DestinationId destination) {
            done.add("resume " + destination);
        }

        @Override
        public void skip(DestinationId destination) {
            done.add("skip " + destination);
        }
    });

    @Test
    void doesNothingWhereNothingIsOrdered() {
        orders.apply(List.of(CRM, OTHER), ControlState.NOTHING);
        assertThat(done).isEmpty();
    }

    @Test
    void doesEachOrderOnceHoweverOftenItIsTold() {
        ControlState paused = ControlState.NOTHING.with(CRM, PAUSED);

        orders.apply(List.of(CRM, OTHER), paused);
        orders.apply(List.of(CRM, OTHER), paused);
        assertThat(done).containsExactly("pause acme/crm");

        orders.apply(List.of(CRM, OTHER), paused.with(CRM, PAUSED.resumed()));
        orders.apply(List.of(CRM, OTHER), paused.with(CRM, PAUSED.resumed()));
        assertThat(done).containsExactly("pause acme/crm", "resume acme/crm");
    }

    @Test
    void skipsAgainWhenALaterMomentIsOrdered() {
        orders.apply(List.of(CRM, OTHER), skipping(1));
        orders.apply(List.of(CRM, OTHER), skipping(1));
        orders.apply(List.of(CRM, OTHER), skipping(2));

        assertThat(done).containsExactly("skip acme/crm", "skip acme/crm");
    }

    @Test
    void leavesDestinationsOfOthersAlone() {
        orders.apply(List.of(CRM, OTHER), ControlState.NOTHING.with(new DestinationId("acme", "elsewhere"), PAUSED));
        assertThat(done).isEmpty();
    }

    private static ControlState skipping(long second) {
        return ControlState.NOTHING.with(
                CRM, new DestinationOrder(Optional.empty(), Optional.of(Instant.ofEpochSecond(second))));
    }
}

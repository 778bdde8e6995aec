package io.headwater.router.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.event.SourceId;
import io.headwater.router.deliver.DestinationId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ControlStateTest {
    private static final DestinationId CRM = new DestinationId("acme", "crm");
    private static final String KEY = "destination/acme/crm";
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final DestinationOrder.Pause PAUSE =
            new DestinationOrder.Pause("ops at 10.0.0.1", NOON, "their disk");

    private ControlState state = ControlState.NOTHING;

    @Test
    void knowsNothingOfADestinationNobodySpokeOf() {
        assertThat(state.of(CRM)).isEqualTo(DestinationOrder.NONE);
        assertThat(state.of(CRM).skips(0)).isFalse();
    }

    @Test
    void keepsTheLatestWordOnEachDestination() {
        order(DestinationOrder.NONE.pausedAs(PAUSE), false, 1_000);
        assertThat(state.of(CRM).paused()).contains(PAUSE);
        assertThat(state.of(new DestinationId("acme", "other"))).isEqualTo(DestinationOrder.NONE);

        order(state.of(CRM).resumed(), false, 2_000);
        assertThat(state.of(CRM).paused()).isEmpty();
    }

    @Test
    void skipsWhatCameIntoTheLogBeforeTheOrderDid() {
        order(DestinationOrder.NONE, true, 5_000);

        assertThat(state.of(CRM).skips(4_999)).isTrue();
        assertThat(state.of(CRM).skips(5_000)).isFalse();
    }

    @Test
    void keepsWhatIsSkippedAndPausedWhenTheOtherIsOrdered() {
        order(DestinationOrder.NONE.pausedAs(PAUSE), false, 1_000);
        order(state.of(CRM), true, 5_000);
        assertThat(state.of(CRM).paused()).contains(PAUSE);

        order(state.of(CRM).resumed(), false, 9_000);
        assertThat(state.of(CRM).skipBefore()).contains(Instant.ofEpochMilli(5_000));
    }

    @Test
    void readsAReplayAsItWasWritten() {
        TreeMap<Integer, ReplayOrder.Range> ranges = new TreeMap<>();
        ranges.put(0, new ReplayOrder.Range(10, 20));
        ranges.put(11, new ReplayOrder.Range(0, 5_000_000_000L));
        ReplayOrder order = new ReplayOrder(
                "20260131T120000-abc",
                new ReplayOrder.Scope(CRM, NOON.minusSeconds(60), NOON, Set.of(new SourceId("acme", "web"))),
                500,
                ranges,
                ReplayOrder.State.RUNNING,
                new ReplayOrder.By("ops", NOON),
                0);

        apply("replay/" + order.id(), ControlRecords.encode(order), 1);
        assertThat(state.replay(order.id())).contains(order);
        assertThat(order.size()).isEqualTo(5_000_000_010L);

        apply("replay/" + order.id(), ControlRecords.encode(order.done(7)), 2);
        assertThat(state.replay(order.id())).map(ReplayOrder::state).contains(ReplayOrder.State.DONE);
        assertThat(state.replay(order.id())).map(ReplayOrder::copied).contains(7L);

        apply("replay/" + order.id(), "", 3);
        assertThat(state.replays()).isEmpty();
    }

    @Test
    void passesOverKeysOfOtherVersionsAndRefusesWhatItCannotRead() {
        apply("quota/acme", "{}", 1);
        for (String garbage : new String[] {"{", "[]", "7", "{\"paused\": 3}", "{\"skipBefore\": \"noon\"}"}) {
            assertThatThrownBy(() -> apply(KEY, garbage, 1))
                    .as(garbage)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(KEY);
        }
        assertThatThrownBy(() -> apply("replay/x", "{}", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> apply("destination/acme", "{}", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(state.of(CRM).paused()).isEqualTo(Optional.empty());
    }

    private void order(DestinationOrder order, boolean skipNow, long timestamp) {
        apply(KEY, ControlRecords.encode(order, skipNow), timestamp);
    }

    private void apply(String key, String value, long timestamp) {
        state = ControlRecords.apply(state, key, value, timestamp);
    }
}

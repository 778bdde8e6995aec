package io.headwater.router.gaps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.event.Attribute;
import io.headwater.event.Event;
import io.headwater.event.LoggedEvent;
import io.headwater.event.SourceId;
import io.headwater.router.Events;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SdkGapsTest {
    private static final long MINUTE = 60_000_000_000L;

    private final AtomicLong now = new AtomicLong();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SdkGaps gaps = new SdkGaps(now::get, meters);

    @Test
    void aSessionWithoutHolesHasNothingMissing() {
        LongStream.range(0, 1_000).forEach(n -> see("s", n));
        silence();
        assertThat(counted("numbered")).isEqualTo(1_000);
        assertThat(counted("missing")).isZero();
    }

    /** As a player sent its first batch. */
    @Test
    void norHasOneWhoseEventsComeOutOfOrder() {
        LongStream.of(3, 4, 0, 5, 1, 2, 7, 6).forEach(n -> see("s", n));
        silence();
        assertThat(counted("missing")).isZero();
        assertThat(counted("recovered")).isZero();
    }

    @Test
    void holesAreCountedWhenTheSessionFallsSilent() {
        LongStream.of(0, 1, 2, 5, 6, 9).forEach(n -> see("s", n));
        gaps.forgetSilent();
        assertThat(counted("missing")).isZero();
        silence();
        assertThat(counted("missing")).isEqualTo(4);
    }

    @Test
    void orWhenManyHaveComeBehindThem() {
        see("s", 0);
        LongStream.range(3, 500).forEach(n -> see("s", n));
        assertThat(counted("missing")).isEqualTo(2);
        see("s", 1);
        assertThat(counted("recovered")).isEqualTo(1);
        LongStream.range(900, 1_400).forEach(n -> see("s", n));
        assertThat(counted("missing")).isEqualTo(402);
    }

    @Test
    void sessionsAreCountedByThemselvesAndBySdk() {
        see("s", 0);
        see("t", 0);
        see("s", 2);
        see("t", 1);
        silence();
        assertThat(meters.get("headwater.sdk.missing")
                        .tag("source", "acme/web")
                        .tag("dialect", "native")
                        .tag("library", "player/1.2")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void anSdkThatBeginsAnewHasLostNothing() {
        see("s", 5);
        see("s", 1_000_000);
        see("s", 1_000_001);
        see("s", 0);
        see("s", 1);
        silence();
        assertThat(counted("missing")).isZero();
    }

    @Test
    void whatAnotherRouterGoesOnWithIsNotCountedHere() {
        see("s", 0);
        see("s", 5);
        gaps.revoked(3);
        silence();
        see("s", 100);
        silence();
        assertThat(counted("missing")).isZero();
    }

    @Test
    void whatIsNoNumberIsNotCounted() {
        for (String text : List.of("", "1.5", "-1", "x", "99999999999999999999")) {
            gaps.seen(3, event("s", text));
        }
        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void librariesAreBoundedWhateverClientsCallThemselves() {
        for (int i = 0; i < 1_000; i++) {
            gaps.seen(3, event("s", "1", "lib/" + i));
        }
        assertThat(meters.find("headwater.sdk.numbered").counters()).hasSizeLessThanOrEqualTo(201);
        assertThat(counted("numbered")).isEqualTo(1_000);
    }

    private void silence() {
        now.addAndGet(3 * MINUTE);
        gaps.forgetSilent();
    }

    private void see(String session, long number) {
        gaps.seen(3, event(session, Long.toString(number)));
    }

    private double counted(String what) {
        return meters.find("headwater.sdk." + what).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static LoggedEvent event(String session, String number) {
        return event(session, number, "player/1.2");
    }

    private static LoggedEvent event(String session, String number, String library) {
        LoggedEvent plain = Events.of(new SourceId("acme", "web"), "e", "application/json", "{}".getBytes(UTF_8));
        Event event = plain.event();
        return new LoggedEvent(
                new Event(
                        event.id(),
                        event.type(),
                        event.time(),
                        event.subject(),
                        session,
                        event.contentType(),
                        event.data(),
                        List.of(new Attribute("sequence", number), new Attribute("library", library))),
                plain.acceptance(),
                plain.line(),
                plain.seq());
    }
}

package io.headwater.router.deliver;

import static io.headwater.config.Checks.check;

import io.headwater.config.Size;
import java.time.Duration;

/**
 * What holds for every destination's requests ({@code deliver} in the configuration).
 *
 * @param busTimeout for an attempt's outcome on the event bus, beyond the destination's own timeout
 * @param keepAlive an unused connection is closed after this
 * @param bodyWithin for the body of an answer once its status is in
 * @param responseRead bytes of an answer's body that are read; over it the connection is closed
 * @param responseKept bytes of an answer's body that go into a dead letter
 */
public record DeliverConfig(
        Duration busTimeout, Duration keepAlive, Duration bodyWithin, Size responseRead, Size responseKept) {
    public DeliverConfig {
        check(busTimeout.toMillis() >= 100, "deliver.busTimeout", "must be at least 100ms", busTimeout);
        check(keepAlive.toSeconds() >= 1, "deliver.keepAlive", "must be at least 1s", keepAlive);
        check(bodyWithin.toMillis() >= 1, "deliver.bodyWithin", "must be positive", bodyWithin);
        check(responseKept.bytes() <= 64 << 10, "deliver.responseKept", "must be at most 64KiB", responseKept);
        check(
                responseRead.bytes() >= responseKept.bytes() && responseRead.bytes() <= 16 << 20,
                "deliver.responseRead",
                "must be at least deliver.responseKept and at most 16MiB",
                responseRead);
    }
}

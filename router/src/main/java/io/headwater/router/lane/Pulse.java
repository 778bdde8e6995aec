package io.headwater.router.lane;

import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a destination's latest answers say of it as a whole. A delivery is the proof that it works, and forgets everything
 * before. Says in the log when trouble begins and when it is over, once.
 */
final class Pulse {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    /** From so many failures in a row on, it is not this batch or that one but the destination. */
    private static final int STRUGGLING = 3;
    /** From so many refusals in a row on, it is not this event or that one but how we deliver. */
    private static final int REFUSING_ALL = 20;

    private final DestinationId destination;
    private int failures;
    private int refusals;
    private boolean setup;
    private boolean said;

    Pulse(DestinationId destination) {
        this.destination = destination;
    }

    void delivered() {
        if (said) {
            LOG.info("{} takes events again", destination);
        }
        failures = 0;
        refusals = 0;
        setup = false;
        said = false;
    }

    void failed(Reason reason, int held) {
        failures++;
        if (reason.outcome().equals("setup")) {
            setup = true;
            say("{} cannot be delivered to ({}), {} events wait. {} (destinations.yaml)", held, reason);
        } else if (struggling()) {
            say("{} does not take events ({}), {} events wait and are tried again{}", held, reason);
        }
    }

    void refused() {
        refusals++;
    }

    /** Failures since the last delivery. */
    int failures() {
        return failures;
    }

    boolean struggling() {
        return failures >= STRUGGLING;
    }

    boolean refusesAll() {
        return refusals >= REFUSING_ALL;
    }

    /** Whether something must be mended before anything can be delivered. */
    boolean setup() {
        return setup;
    }

    private void say(String text, int held, Reason reason) {
        if (!said) {
            said = true;
            LOG.warn(text, destination, reason.label(), held, reason.mend());
        }
    }
}

package io.headwater.deploy.pipeline;

import java.util.Map;

/**
 * What one life of a collector or a router is started with, beyond its configuration.
 *
 * @param bug planted in it
 * @param failpoint where it ends, as {@code STAGE:halt:N}; empty for nowhere
 * @param environment added to its own
 */
public record Life(Bug bug, String failpoint, Map<String, String> environment) {
    /** As people run it. */
    public static final Life PLAIN = new Life(Bug.NONE, "", Map.of());

    public Life {
        environment = Map.copyOf(environment);
    }

    public static Life with(Bug bug) {
        return new Life(bug, "", Map.of());
    }

    /** With keys of its configuration overridden, or a library preloaded. */
    public static Life with(Map<String, String> environment) {
        return new Life(Bug.NONE, "", environment);
    }

    /** It ends, as by a power switch, when it comes to this stage for the n-th time. */
    public static Life until(String stage, int nth) {
        return new Life(Bug.NONE, stage + ":halt:" + nth, Map.of());
    }

    /** The same with more in its environment. */
    public Life and(Map<String, String> more) {
        Map<String, String> all = new java.util.HashMap<>(environment);
        all.putAll(more);
        return new Life(bug, failpoint, all);
    }
}

package io.headwater.deploy.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one life of a collector or a router is started with, beyond its configuration.
 *
 * @param bug planted in it
 * @param failpoint where it ends, as {@code STAGE:halt:N}, or does wrong, as {@code STAGE:lie:N}; empty for nowhere
 * @param environment added to its own
 * @param within a command that becomes the process it is followed by
 */
public record Life(Bug bug, String failpoint, Map<String, String> environment, List<String> within) {
    /** As people run it. */
    public static final Life PLAIN = new Life(Bug.NONE, "", Map.of(), List.of());

    public Life {
        environment = Map.copyOf(environment);
        within = List.copyOf(within);
    }

    public static Life with(Bug bug) {
        return new Life(bug, "", Map.of(), List.of());
    }

    /** With keys of its configuration overridden, or a library preloaded. */
    public static Life with(Map<String, String> environment) {
        return new Life(Bug.NONE, "", environment, List.of());
    }

    /** It ends, as by a power switch, when it comes to this stage for the n-th time. */
    public static Life until(String stage, int nth) {
        return new Life(Bug.NONE, stage + ":halt:" + nth, Map.of(), List.of());
    }

    /** It does wrong each n-th time it comes to this place. */
    public static Life lying(String place, int nth) {
        return new Life(Bug.NONE, place + ":lie:" + nth, Map.of(), List.of());
    }

    /** Started by another command, which arranges its surroundings. */
    public static Life within(List<String> command) {
        return new Life(Bug.NONE, "", Map.of(), command);
    }

    /** The same with more in its environment. */
    public Life and(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Life(bug, failpoint, all, within);
    }
}

package io.headwater.router.consume;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The partitions this router is given: what flows through each, which wait, and what of each may be committed. */
final class Intake {
    private final Valve valve;
    private final ConsumeMeters meters;
    private final Map<Integer, PartitionFlow> flows = new TreeMap<>();
    private final Set<Integer> paused = new HashSet<>();
    private boolean stopped;
    private int turn;

    /** Holds partitions of the log up, and lets them go on. */
    interface Valve {
        void pause(Set<Integer> partitions);

        void resume(Set<Integer> partitions);
    }

    Intake(Valve valve, ConsumeMeters meters) {
        this.valve = valve;
        this.meters = meters;
    }

    void assigned(Set<Integer> partitions) {
        revoked(partitions);
        partitions.forEach(each -> flows.put(each, new PartitionFlow(each, meters)));
    }

    void revoked(Set<Integer> partitions) {
        for (Integer each : partitions) {
            Optional.ofNullable(flows.remove(each)).ifPresent(PartitionFlow::end);
            paused.remove(each);
        }
        meters.paused(paused.size());
    }

    /** Partitions that hold records until their last commit is known. */
    List<PartitionFlow> notBegun() {
        return flows.values().stream()
                .filter(flow -> !flow.hasBegun() && flow.isHeldUp())
                .toList();
    }

    /**
     * Lets them begin.
     *
     * @param held what {@link #notBegun} said before the commits were read; what has changed hands since is not touched
     * @param commits by partition; one never committed is missing
     */
    void begin(List<PartitionFlow> held, Map<Integer, Committed> commits) {
        held.forEach(flow -> flow.begin(commits.getOrDefault(flow.partition(), Committed.NEVER)));
        regulate();
    }

    void arrived(int partition, List<Passage> records) {
        PartitionFlow flow = flows.get(partition);
        if (flow == null || stopped) {
            return;
        }
        records.forEach(flow::arrived);
        flow.advance();
    }

    /** Lets every partition go on that can; each comes first in turn, so that none waits behind the others for ever. */
    void advance() {
        if (stopped) {
            return;
        }
        List<PartitionFlow> held = new ArrayList<>(
                flows.values().stream().filter(PartitionFlow::isHeldUp).toList());
        turn++;
        for (int i = 0; i < held.size(); i++) {
            held.get((turn + i) % held.size()).advance();
        }
        regulate();
    }

    /** Pauses what is held up and resumes what no longer is. */
    void regulate() {
        Set<Integer> toPause = new HashSet<>();
        Set<Integer> toResume = new HashSet<>();
        flows.forEach((partition, flow) -> {
            if (flow.isHeldUp() && paused.add(partition)) {
                toPause.add(partition);
            } else if (!flow.isHeldUp() && paused.remove(partition)) {
                toResume.add(partition);
            }
        });
        if (!toPause.isEmpty()) {
            valve.pause(toPause);
        }
        if (!toResume.isEmpty()) {
            valve.resume(toResume);
        }
        meters.paused(paused.size());
    }

    Map<Integer, Committed> toCommit() {
        Map<Integer, Committed> commits = new HashMap<>();
        flows.forEach((partition, flow) -> flow.toCommit().ifPresent(commit -> commits.put(partition, commit)));
        return commits;
    }

    void committed(Map<Integer, Committed> commits) {
        commits.forEach((partition, commit) ->
                Optional.ofNullable(flows.get(partition)).ifPresent(flow -> flow.committed(commit)));
    }

    /** Takes nothing more; what is under way still settles. */
    void stop() {
        stopped = true;
    }
}

package io.headwater.router.consume;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The partitions a reading is given: what flows through each, which wait, and what of each may be committed. */
final class Intake {
    private final Valve valve;
    private final Handling handling;
    private final Map<TopicPartition, PartitionFlow> flows = new LinkedHashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private boolean stopped;
    private int turn;

    /** Holds partitions of the log up, and lets them go on. */
    interface Valve {
        void pause(Set<TopicPartition> partitions);

        void resume(Set<TopicPartition> partitions);
    }

    Intake(Valve valve, Handling handling) {
        this.valve = valve;
        this.handling = handling;
    }

    void assigned(Set<TopicPartition> partitions) {
        revoked(partitions);
        partitions.forEach(each -> flows.put(each, new PartitionFlow(each, handling)));
    }

    void revoked(Set<TopicPartition> partitions) {
        for (TopicPartition each : partitions) {
            Optional.ofNullable(flows.remove(each)).ifPresent(PartitionFlow::end);
            handling.arrivals().revoked(each);
            if (paused.remove(each)) {
                handling.meters().paused(-1);
            }
        }
    }

    /** The partitions it has now. */
    Set<TopicPartition> partitions() {
        return Set.copyOf(flows.keySet());
    }

    /** The lowest offset that is not settled of each partition that has begun. */
    Map<TopicPartition, Long> safe() {
        Map<TopicPartition, Long> safe = new HashMap<>();
        flows.forEach((partition, flow) -> flow.safe().ifPresent(offset -> safe.put(partition, offset)));
        return safe;
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
     * @param members client ids of those who are in the group
     */
    void begin(List<PartitionFlow> held, Map<TopicPartition, Committed> commits, Set<String> members) {
        held.stream()
                .filter(PartitionFlow::isHeldUp)
                .forEach(flow -> flow.begin(commits.getOrDefault(flow.partition(), Committed.NEVER), members));
    }

    void arrived(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        PartitionFlow flow = flows.get(partition);
        if (flow == null || stopped) {
            return;
        }
        flow.arrived(records);
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
        Set<TopicPartition> toPause = new HashSet<>();
        Set<TopicPartition> toResume = new HashSet<>();
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
        handling.meters().paused(toPause.size() - toResume.size());
    }

    /** Whether a partition waits that has records. */
    boolean isHeldUp() {
        return !paused.isEmpty();
    }

    /** Whether a partition is held up by nothing but a commit. */
    boolean waitsForCommit() {
        return !stopped && flows.values().stream().anyMatch(PartitionFlow::waitsForCommit);
    }

    /** What is to be committed of each partition where that has changed. */
    List<PartitionFlow.Commit> toCommit() {
        return flows.values().stream().flatMap(flow -> flow.toCommit().stream()).toList();
    }

    /** Takes nothing more; what is under way still settles. */
    void stop() {
        stopped = true;
        flows.values().forEach(PartitionFlow::stop);
    }
}

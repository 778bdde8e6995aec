package io.headwater.deploy.broker;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One node's place in a cluster whose every node is broker and controller.
 *
 * @param clusterId 22 characters of base64, the same at every node
 * @param nodeId this node's
 * @param controllers the port of every node's controller on 127.0.0.1, by node id
 */
public record ClusterPlace(String clusterId, int nodeId, Map<Integer, Integer> controllers) {
    private static final int ENOUGH_COPIES = 3;

    public ClusterPlace {
        controllers = Map.copyOf(controllers);
        if (!controllers.containsKey(nodeId)) {
            throw new IllegalArgumentException("node " + nodeId + " is none of the cluster's " + controllers.keySet());
        }
    }

    int controllerPort() {
        return Objects.requireNonNull(controllers.get(nodeId), "checked when it was made");
    }

    /** As {@code controller.quorum.voters} wants them. */
    String voters() {
        return new TreeMap<>(controllers)
                .entrySet().stream()
                        .map(each -> each.getKey() + "@" + BrokerSettings.HOST + ":" + each.getValue())
                        .collect(Collectors.joining(","));
    }

    /** How many copies Kafka keeps of its own topics. */
    int copies() {
        return Math.min(ENOUGH_COPIES, controllers.size());
    }

    /** How many of them must have a record before it counts. */
    int copiesInSync() {
        return Math.max(1, copies() - 1);
    }
}

package io.headwater.deploy.process;

import io.headwater.collector.spool.SpoolUnusable;
import io.headwater.launch.Node;
import io.headwater.launch.NodeConfig;
import io.headwater.launch.Side;
import io.headwater.ops.OpsConfig;
import io.headwater.ops.PortInUse;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node that has started; closing it drains it, within bounds. */
public final class RunningNode implements AutoCloseable {
    /* For what comes after draining: Kafka's clients and Vert.x itself. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final OpsConfig ops;
    private final Node node;
    private final Duration drainWithin;

    private RunningNode(OpsConfig ops, Node node, Duration drainWithin) {
        this.ops = ops;
        this.node = node;
        this.drainWithin = drainWithin;
    }

    /**
     * Starts a node of these sides; a signal that comes first ends the start with {@link Interrupted}.
     *
     * @param drainTimeout how long each side may take for what is under way
     */
    public static RunningNode start(NodeConfig config, List<Side> sides, Duration drainTimeout, Signals signals) {
        Duration together = drainTimeout.multipliedBy(2L * sides.size()).plus(CLOSING);
        RunningNode running = new RunningNode(config.ops(), new Node(config, sides), together);
        try {
            signals.await(running.node.start().toCompletionStage());
            return running;
        } catch (Interrupted e) {
            running.close();
            throw e;
        } catch (PortInUse | SpoolUnusable | IllegalStateException e) {
            throw new CommandFailed(String.valueOf(e.getMessage()), e);
        }
    }

    public Node node() {
        return node;
    }

    /** Prints where the operate port is to be found. */
    public void tell(Screen screen) {
        screen.entry("ops", Url.of(ops.tls(), ops.host(), node.opsPort(), "/health/ready"));
        screen.entry("metrics", Url.of(ops.tls(), ops.host(), node.opsPort(), "/metrics"));
    }

    /** Drains and stops. Ends with {@link CommandFailed} where that takes too long. */
    @Override
    public void close() {
        Future<Void> stopped = node.stop();
        try {
            stopped.await(drainWithin.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CommandFailed(
                    "draining took more than " + drainWithin.toSeconds()
                            + " s and was given up; what is acknowledged is in Kafka. Raise drain.timeout if that is too soon",
                    e);
        }
    }
}

package io.headwater.deploy.bench;

import io.headwater.kafka.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A whole pipeline of its own, to be measured beside another that differs in one thing. */
final class Pair implements AutoCloseable {
    private final Worker end;
    private final Worker broker;
    private final Worker collector;
    private final Worker router;
    private final Worker preload;
    private final String ingest;

    /**
     * Starts it.
     *
     * @param command the main class of the {@code headwater} command
     * @param environment what it differs in
     */
    Pair(Class<?> command, Path folder, int partitions, Map<String, String> environment) throws IOException {
        end = Worker.start(EndToEnd.class, List.of(), Map.of()).ready();
        BenchConf conf = BenchConf.write(folder, end.ask("port").getInteger("port"));
        broker = Worker.start(command, List.of("broker", "--port", "0", "--data", conf.data()), Map.of());
        BenchConf at = conf.at(broker.await(Bench.BOOTSTRAP)).with(environment);
        collector = Worker.start(
                command, List.of("collector", "--conf", at.folder(), "--data", at.data()), at.environment());
        ingest = collector.await(Bench.INGEST);
        router = Worker.start(command, List.of("router", "--conf", at.folder()), at.environment());
        router.await("http://\\S+");
        List<String> arguments = List.of(at.bootstrapServers(), Integer.toString(partitions));
        preload = Worker.start(Preload.class, arguments, Map.of()).ready();
    }

    String ingest() {
        return ingest;
    }

    /** Events a second that the router delivers of so many that stand in the log. */
    double delivered(int events) throws IOException {
        end.ask("reset");
        Bench.whileStopped(router, () -> preload.ask(events + " " + Topics.EVENTS));
        return end.ask("expect " + events).getDouble("perSecond");
    }

    /** Nothing is delivered any more. */
    void stopRouter() {
        router.close();
    }

    /** The CPU time its router has used so far. */
    Duration routerCpu() {
        return router.cpu();
    }

    /** The CPU time its collector has used so far. */
    Duration collectorCpu() {
        return collector.cpu();
    }

    @Override
    public void close() {
        for (Worker each : List.of(preload, router, collector, broker, end)) {
            each.close();
        }
    }
}

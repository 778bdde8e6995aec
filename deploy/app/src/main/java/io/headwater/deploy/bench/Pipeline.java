package io.headwater.deploy.bench;

import io.headwater.kafka.Topics;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A whole pipeline, from a sender through a collector, its own Kafka and a router to a sink. */
final class Pipeline implements AutoCloseable {
    private final Path folder;
    private final Worker end;
    private final Worker broker;
    private final Worker collector;
    private final Worker router;
    private final Worker preload;
    private final String kafka;
    private final String ingest;

    /**
     * What may differ between two.
     *
     * @param heap the most heap of its collector and its router, in bytes
     * @param environment keys of the configuration that are overridden
     */
    record Setup(int sources, int destinations, long heap, Map<String, String> environment) {
        static final Setup PLAIN = new Setup(1, 1, Worker.HEAP_BYTES, Map.of());

        Setup of(int otherSources, int otherDestinations) {
            return new Setup(otherSources, otherDestinations, heap, environment);
        }

        Setup within(long otherHeap) {
            return new Setup(sources, destinations, otherHeap, environment);
        }

        Setup with(Map<String, String> otherEnvironment) {
            return new Setup(sources, destinations, heap, otherEnvironment);
        }
    }

    /**
     * Starts it.
     *
     * @param command the main class of the {@code headwater} command
     */
    Pipeline(Class<?> command, Path folder, Setup setup) throws IOException {
        this.folder = folder;
        end = Lab.end();
        int port = end.ask("port").getInteger("port");
        BenchConf conf = BenchConf.write(folder, port, setup.sources(), setup.destinations());
        broker = Worker.start(command, List.of("broker", "--port", "0", "--data", conf.data()), Map.of());
        kafka = broker.await(Lab.BOOTSTRAP);
        Map<String, String> environment =
                conf.at(kafka).with(setup.environment()).environment();
        List<String> in = List.of("collector", "--conf", conf.folder(), "--data", conf.data());
        collector = Worker.start(setup.heap(), command, in, environment);
        ingest = collector.await(Lab.INGEST);
        router = Worker.start(setup.heap(), command, List.of("router", "--conf", conf.folder()), environment);
        router.await("http://\\S+");
        preload = Preload.start(kafka, Lab.PARTITIONS);
    }

    /** Where events go in. */
    String ingest() {
        return ingest;
    }

    /** Its Kafka's bootstrap servers. */
    String kafka() {
        return kafka;
    }

    Worker collector() {
        return collector;
    }

    Worker router() {
        return router;
    }

    Worker preload() {
        return preload;
    }

    /** Its sender and its sink. */
    Worker end() {
        return end;
    }

    /** Sends single events at a fixed rate, whether answered or not, and waits until they have arrived. */
    JsonObject open(int rate, long millis) throws IOException {
        return end.ask("open " + ingest + " " + rate + " " + millis);
    }

    /**
     * How the router delivered what stood in the log.
     *
     * @param perRequest events
     * @param used the router's CPU time for all of them
     */
    record Delivered(int events, double perSecond, double perRequest, Duration used) {}

    /** So many events, made while the router stood still. */
    Delivered delivered(int events, Shape shape) throws IOException {
        end.ask("reset");
        Duration before = router.cpu();
        Lab.whileStopped(router, () -> preload.ask(Preload.command(events, Topics.EVENTS, shape)));
        JsonObject arrived = end.ask("expect " + events);
        Duration used = router.cpu().minus(before);
        return new Delivered(events, arrived.getDouble("perSecond"), arrived.getDouble("perRequest"), used);
    }

    /** Nothing is delivered any more. */
    void stopRouter() {
        router.close();
    }

    /** Ends it, and deletes what it wrote. */
    @Override
    public void close() throws IOException {
        for (Worker each : List.of(preload, router, collector, broker, end)) {
            each.close();
        }
        Folders.delete(folder);
    }
}

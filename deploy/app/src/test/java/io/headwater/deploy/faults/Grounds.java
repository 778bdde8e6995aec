package io.headwater.deploy.faults;

import io.headwater.deploy.pipeline.Kafka;
import io.headwater.deploy.pipeline.Pipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The processes that rows share, one row after the other: started when first asked for, stopped after the last row. */
final class Grounds implements AutoCloseable {
    /* Waits for a destination that was healed are short, so that rows are. */
    static final Map<String, String> QUICK = Map.of("HEADWATER_RETRY_LADDER_TO", "2s");

    private Optional<Path> folder = Optional.empty();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Optional<Kafka> alone = Optional.empty();
    private Optional<Hostile> hostile = Optional.empty();
    private Optional<Pipeline> pipeline = Optional.empty();
    private Optional<Pipeline> onThree = Optional.empty();
    private Optional<Kafka> three = Optional.empty();

    /** One broker, which collectors reach through a proxy. */
    synchronized Kafka alone() {
        if (alone.isEmpty()) {
            alone = Optional.of(opened(Kafka.alone(folder("alone"))));
        }
        return alone.get();
    }

    /** Three brokers, each of which collectors reach through a proxy. */
    synchronized Kafka three() {
        if (three.isEmpty()) {
            three = Optional.of(opened(Kafka.ofThree(folder("three"))));
        }
        return three.get();
    }

    /** A destination that misbehaves. */
    synchronized Hostile hostile() {
        if (hostile.isEmpty()) {
            hostile = Optional.of(opened(new Hostile()));
        }
        return hostile.get();
    }

    /**
     * On the one broker, with a well-behaved sink and the hostile destination, as people run it: whatever the row before
     * did to it is mended, and whatever it left has arrived.
     */
    synchronized Pipeline pipeline() {
        if (pipeline.isEmpty()) {
            pipeline = Optional.of(opened(Pipeline.on(
                    alone(),
                    folder("pipeline"),
                    QUICK,
                    Hostile.sources(),
                    List.of(hostile().destination()),
                    "cloudevents-batch")));
        }
        alone().proxy().pass();
        hostile().heal();
        pipeline.get().restore();
        pipeline.get().awaitSettled();
        return pipeline.get();
    }

    /** The same on three brokers that keep three copies, all of them well. */
    synchronized Pipeline pipelineOnThree() {
        Kafka brokers = three();
        for (int node = 0; node < brokers.size(); node++) {
            brokers.proxies().get(node).pass();
            if (!brokers.broker(node).isAlive()) {
                brokers.start(node);
            }
        }
        if (onThree.isEmpty()) {
            Map<String, String> settings = new HashMap<>(QUICK);
            settings.put("HEADWATER_KAFKA_TOPICS_REPLICATION", "3");
            onThree = Optional.of(
                    opened(Pipeline.on(brokers, folder("pipeline-on-three"), settings, "cloudevents-batch")));
        }
        onThree.get().restore();
        onThree.get().awaitSettled();
        return onThree.get();
    }

    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            close(open.pop());
        }
        folder.ifPresent(Grounds::delete);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Path folder(String name) {
        try {
            if (folder.isEmpty()) {
                folder = Optional.of(Files.createTempDirectory("headwater-faults"));
            }
            return Files.createDirectories(folder.get().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

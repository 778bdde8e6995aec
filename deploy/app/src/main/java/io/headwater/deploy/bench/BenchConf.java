package io.headwater.deploy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The configuration the measured processes run on: the shipped one but for ports, sources and destinations. Each source's events
 * have one destination, those of one more source have none.
 */
record BenchConf(Path path, String bootstrapServers, Map<String, String> more) {
    private static final String SOURCE = "  - {tenant: acme, name: %s, writeKeys: [%s]}%n";
    private static final String DESTINATION = """
              - name: sink-%d
                tenant: acme
                kind: webhook
                url: http://127.0.0.1:%d/
                secret: whsec_YmVuY2gtYmVuY2gtYmVuY2gtYmVuY2gtYmVuY2gh
                format: ndjson
                batch: {max: 100}
                allowPrivateAddresses: true
            """.indent(2);
    private static final String ROUTE = "  - {from: acme/%s, to: sink-%d}%n";

    static BenchConf write(Path path, int sinkPort) throws IOException {
        return write(path, sinkPort, 1, 1);
    }

    static BenchConf write(Path path, int sinkPort, int sources, int destinations) throws IOException {
        Files.createDirectories(path);
        Files.writeString(path.resolve("collector.yaml"), "http: {host: 127.0.0.1, port: 0}\nops: {port: 0}\n");
        Files.writeString(path.resolve("router.yaml"), "ops: {port: 0}\n");
        Files.writeString(path.resolve("sources.yaml"), sources(sources));
        Files.writeString(path.resolve("destinations.yaml"), destinations(sinkPort, sources, destinations));
        return new BenchConf(path, "", Map.of());
    }

    private static String sources(int sources) {
        StringBuilder text = new StringBuilder("sources:\n");
        text.append(SOURCE.formatted(Shape.UNROUTED_SOURCE, "unrouted-key"));
        for (int i = 0; i < sources; i++) {
            text.append(SOURCE.formatted(Shape.source(i, sources), Shape.key(i, sources)));
        }
        return text.toString();
    }

    private static String destinations(int sinkPort, int sources, int destinations) {
        StringBuilder text = new StringBuilder("destinations:\n");
        for (int i = 0; i < destinations; i++) {
            text.append(DESTINATION.formatted(i, sinkPort));
        }
        text.append("routes:\n");
        for (int i = 0; i < sources; i++) {
            text.append(ROUTE.formatted(Shape.source(i, sources), i % destinations));
        }
        return text.toString();
    }

    BenchConf at(String servers) {
        return new BenchConf(path, servers, more);
    }

    /** The same with keys overridden in the environment. */
    BenchConf with(Map<String, String> environment) {
        return new BenchConf(path, bootstrapServers, environment);
    }

    String folder() {
        return path.toString();
    }

    String data() {
        return path.resolve("kafka").toString();
    }

    Map<String, String> environment() {
        Map<String, String> all = new HashMap<>(more);
        if (!bootstrapServers.isEmpty()) {
            all.put("HEADWATER_KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        }
        return all;
    }
}

package io.headwater.deploy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The configuration the measured processes run on: the shipped one but for ports, one source and one destination. */
record BenchConf(Path path, String bootstrapServers, Map<String, String> more) {
    private static final String SOURCES = "sources:\n  - {tenant: acme, name: bench, writeKeys: [demo-key]}\n";
    private static final String DESTINATIONS = """
            destinations:
              - name: sink
                tenant: acme
                kind: webhook
                url: http://127.0.0.1:PORT/
                secret: whsec_YmVuY2gtYmVuY2gtYmVuY2gtYmVuY2gtYmVuY2gh
                format: ndjson
                batch: {max: 100}
                allowPrivateAddresses: true
            routes:
              - {from: acme/bench, to: sink}
            """;

    static BenchConf write(Path path, int sinkPort) throws IOException {
        Files.createDirectories(path);
        Files.writeString(path.resolve("collector.yaml"), "http: {host: 127.0.0.1, port: 0}\nops: {port: 0}\n");
        Files.writeString(path.resolve("router.yaml"), "ops: {port: 0}\n");
        Files.writeString(path.resolve("sources.yaml"), SOURCES);
        Files.writeString(path.resolve("destinations.yaml"), DESTINATIONS.replace("PORT", Integer.toString(sinkPort)));
        return new BenchConf(path, "", Map.of());
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

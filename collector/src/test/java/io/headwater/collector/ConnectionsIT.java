package io.headwater.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.headwater.deploy.broker.EmbeddedBroker;
import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.JavaCommand;
import io.headwater.deploy.testkit.RawAnswer;
import io.headwater.deploy.testkit.RawHttp;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Many connections, and those that do nothing. */
@ExtendWith(SharedBroker.class)
class ConnectionsIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int IDLE = 10_000;
    private static final String REQUEST =
            "POST /v1/events HTTP/1.1\r\nHost: x\r\nX-Api-Key: it-key\r\nContent-Length: 2\r\n\r\n{}";

    @TempDir
    Path folder;

    private final EmbeddedBroker broker;

    ConnectionsIT(EmbeddedBroker broker) {
        this.broker = broker;
    }

    @Test
    void moreThanAllowedAreClosedAsTheyComeAndThoseThatAreThereAreServed() {
        try (RunningCollector collector = start("HEADWATER_HTTP_MAX_CONNECTIONS=20")) {
            List<RawHttp> open = Stream.generate(collector::connect).limit(20).toList();
            open.forEach(connection -> assertServed(connection));
            for (int i = 0; i < 30; i++) {
                try (RawHttp further = collector.connect()) {
                    assertThat(further.read(SOON)).isInstanceOf(RawAnswer.Closed.class);
                }
            }
            assertThat(collector.ops("/metrics").text()).contains("headwater_ingest_connections_refused_total 30.0");
            open.forEach(connection -> assertServed(connection));
            assertThat(collector.gauge("headwater.ingest.connections")).isEqualTo(20);
            open.get(0).close();
            await().untilAsserted(() -> {
                try (RawHttp next = collector.connect()) {
                    assertServed(next);
                }
            });
            open.forEach(RawHttp::close);
            await().untilAsserted(() ->
                    assertThat(collector.gauge("headwater.ingest.connections")).isZero());
        }
    }

    @Test
    void whoFallsSilentInTheMiddleOfABodyIsAnswered408AndClosed() {
        try (RunningCollector collector = start("HEADWATER_HTTP_REQUEST_TIMEOUT=300ms");
                RawHttp silent = collector.connect()) {
            silent.send(REQUEST.replace("Length: 2", "Length: 100"));
            assertThat(silent.read(SOON).response().status()).isEqualTo(408);
            assertThat(silent.read(SOON)).isInstanceOf(RawAnswer.Closed.class);
            await().untilAsserted(() ->
                    assertThat(collector.gauge("headwater.ingest.connections")).isZero());
        }
    }

    /** They come twice, the second time all at once behind the first ones' going. */
    @Test
    void tenThousandIdleConnectionsAndTheirReturnDoNotMatter() {
        long files =
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
        assumeTrue(
                files >= IDLE + IDLE / 4,
                "needs " + IDLE + " open files and some, and this process may open " + files + " (ulimit -n)");
        try (RunningCollector collector = start()) {
            p95(collector);
            Duration alone = p95(collector);
            long before = usedHeap();
            try (ChildProcess idle = idle(collector, "idle.txt")) {
                idle.awaitLine(IDLE + " open", LONG);
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(collector.gauge("headwater.ingest.connections"))
                                .isGreaterThanOrEqualTo(IDLE));
                assertThat((usedHeap() - before) / IDLE).as("heap for one").isLessThan(16 << 10);
                assertThat(p95(collector))
                        .isLessThan(alone.multipliedBy(3).dividedBy(2).plusMillis(100));
            }
            try (ChildProcess again = idle(collector, "again.txt")) {
                assertThat(p95(collector))
                        .isLessThan(alone.multipliedBy(3).dividedBy(2).plusMillis(100));
                again.awaitLine(IDLE + " open", LONG);
            }
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(collector.gauge("headwater.ingest.connections"))
                            .isLessThan(10));
            assertThat(usedHeap() - before).isLessThan(32 << 20);
        }
    }

    private RunningCollector start(String... overrides) {
        return RunningCollector.start(folder, broker.bootstrapServers(), overrides);
    }

    private static void assertServed(RawHttp connection) {
        assertThat(connection.send(REQUEST).read(SOON).response().status()).isEqualTo(200);
    }

    private static Duration p95(RunningCollector collector) {
        try (RawHttp connection = collector.connect()) {
            List<Duration> took = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                long started = System.nanoTime();
                assertServed(connection);
                took.add(Duration.ofNanos(System.nanoTime() - started));
            }
            return took.stream().sorted().toList().get(285);
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** A process of its own that opens them and does nothing with them: here each would take two files. */
    private ChildProcess idle(RunningCollector collector, String output) {
        JavaCommand command =
                JavaCommand.of(IdleConnections.class, Integer.toString(collector.port()), Integer.toString(IDLE));
        return ChildProcess.start(command, folder.resolve(output));
    }
}

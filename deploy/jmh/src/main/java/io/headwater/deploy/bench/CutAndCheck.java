package io.headwater.deploy.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Head;
import io.headwater.collector.dialect.Limits;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.headwater.NativeDialect;
import io.headwater.config.Size;
import io.headwater.event.UuidV7;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** A request's body is checked and its events are cut out of it: for each event, alone and among a hundred. */
public class CutAndCheck extends Microbenchmark {
    private static final int EVENTS = 100;
    private static final Limits LIMITS = new Limits(
            new Size(5 << 20),
            new Size(20 << 20),
            10_000,
            new Size(512 << 10),
            new Size(16 << 10),
            new Size(1 << 10),
            100);

    private final NativeDialect dialect = new NativeDialect(new EventCheck(LIMITS, new UuidV7(Clock.systemUTC())));
    private final Request one = request(SampleEvents.event("id-0", 0));
    private final Request hundred = request(IntStream.range(0, EVENTS)
            .mapToObj(i -> SampleEvents.event("id-" + i, i))
            .collect(Collectors.joining(",", "[", "]")));

    @Benchmark
    public Decoded one() throws Malformed {
        return dialect.decode(one);
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public Decoded hundred() throws Malformed {
        return dialect.decode(hundred);
    }

    private static Request request(String body) {
        return new Request(new Json(), "", body.getBytes(UTF_8), Instant.now());
    }

    /** The head of a request that says its body is JSON. */
    private static final class Json implements Head {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return "/v1/events";
        }

        @Override
        public String query() {
            return "";
        }

        @Override
        public String header(String name) {
            return name.equals("Content-Type") ? "application/json" : "";
        }

        @Override
        public void headers(BiConsumer<String, String> each) {
            each.accept("Content-Type", "application/json");
        }
    }
}

package io.headwater.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Requests sent all at once, and how each was answered and when. */
record Burst(List<Answer> answers, Duration slowest) {
    /** A small event, of a session so that all are of one partition. */
    static final byte[] SMALL = "{\"session\":\"s\"}".getBytes(UTF_8);

    private static final int CLIENTS = 200;
    /* Two seconds as promised, and one for a busy machine. */
    private static final Duration IN_TIME = Duration.ofSeconds(3);
    /* Below what waiting for Kafka takes. */
    private static final Duration AT_ONCE = Duration.ofMillis(1_400);

    static Burst of(RunningCollector collector) {
        return of(collector, CLIENTS, SMALL);
    }

    static Burst of(RunningCollector collector, int count, byte[] body) {
        long started = System.nanoTime();
        List<CompletableFuture<Answer>> answers = IntStream.range(0, count)
                .mapToObj(i -> collector.later("/v1/events", body, "X-Api-Key", RunningCollector.KEY))
                .toList();
        List<Answer> all = answers.stream().map(CompletableFuture::join).toList();
        return new Burst(all, Duration.ofNanos(System.nanoTime() - started));
    }

    List<Answer> with(int status) {
        return answers.stream().filter(answer -> answer.status() == status).toList();
    }

    void assertAllRefusedInTime() {
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
            assertThat(answer.header("Headwater-Durability")).isEmpty();
        });
        assertThat(slowest).isLessThan(IN_TIME);
    }

    void assertAllSpooledInTime() {
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Headwater-Durability")).isEqualTo("spool");
        });
        assertThat(slowest).isLessThan(IN_TIME);
    }

    /** Without waiting for Kafka. */
    void assertAllSpooledAtOnce() {
        assertAllSpooledInTime();
        assertThat(slowest).isLessThan(AT_ONCE);
    }
}

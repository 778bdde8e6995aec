package io.headwater.collector.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.bus.Address;
import io.headwater.bus.Batches;
import io.headwater.bus.Forwarded;
import io.headwater.collector.cluster.OwnForwarder;
import io.headwater.collector.cluster.Wire;
import io.headwater.event.Acceptance;
import io.headwater.event.EventBatch;
import io.headwater.event.Origin;
import io.headwater.event.SourceId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TogetherTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Forwarded DURABLE = new Forwarded("kafka", List.of());

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<Message<Batches>> came = new LinkedBlockingQueue<>();

    @BeforeEach
    void takesBatches() {
        Wire.register(vertx.eventBus());
        vertx.eventBus().<Batches>localConsumer(Address.forward("eu"), came::add);
    }

    @AfterEach
    void closes() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void whatComesInOneTurnGoesInOneMessageAndEachIsAnsweredForItself() throws Exception {
        List<CompletableFuture<Forwarded>> answers = send(3, LONG);
        Message<Batches> message = came.take();
        assertThat(message.body().all())
                .extracting(each -> each.acceptance().traceparent())
                .containsExactly("0", "1", "2");
        Together together = new Together(message, OwnForwarder.options(LONG));
        together.done(2, Future.succeededFuture(DURABLE));
        together.done(0, Future.failedFuture("the spool is full"));
        assertThat(together.isEnded()).isFalse();
        together.done(1, Future.succeededFuture(new Forwarded("spool", List.of())));
        assertThat(together.isEnded()).isTrue();
        assertThat(answers.get(1).get(10, TimeUnit.SECONDS).durability()).isEqualTo("spool");
        assertThat(answers.get(2).get(10, TimeUnit.SECONDS)).isEqualTo(DURABLE);
        assertThat(answers.get(0)).failsWithin(LONG).withThrowableThat().withStackTraceContaining("the spool is full");
        assertThat(came).isEmpty();
    }

    @Test
    void whatIsDurableDoesNotWaitForWhatIsNot() throws Exception {
        List<CompletableFuture<Forwarded>> answers = send(3, LONG);
        Together together = new Together(came.take(), OwnForwarder.options(LONG));
        together.tellSome();
        together.done(1, Future.succeededFuture(DURABLE));
        together.tellSome();
        assertThat(answers.get(1).get(10, TimeUnit.SECONDS)).isEqualTo(DURABLE);
        together.done(0, Future.succeededFuture(DURABLE));
        Awaitility.await().untilAsserted(() -> {
            together.tellSome();
            assertThat(answers.get(0)).isDone();
        });
        assertThat(answers.get(2)).isNotDone();
        assertThat(together.isEnded()).isFalse();
        together.done(2, Future.succeededFuture(DURABLE));
        assertThat(answers.get(2).get(10, TimeUnit.SECONDS)).isEqualTo(DURABLE);
        Awaitility.await().until(together::isEnded);
    }

    @Test
    void whatIsNotAnsweredInTimeFailsAndIsForgotten() throws Exception {
        Duration soon = Duration.ofMillis(50);
        List<CompletableFuture<Forwarded>> answers = send(2, soon);
        Together together = new Together(came.take(), OwnForwarder.options(soon));
        together.done(0, Future.succeededFuture(DURABLE));
        together.tellSome();
        assertThat(answers.get(0).handle((done, error) -> true).get(10, TimeUnit.SECONDS))
                .isTrue();
        assertThat(answers.get(1))
                .failsWithin(LONG)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("Timed out");
        together.done(1, Future.succeededFuture(DURABLE));
        Awaitility.await().until(together::isEnded);
    }

    private List<CompletableFuture<Forwarded>> send(int batches, Duration answerWithin) {
        Context context = vertx.getOrCreateContext();
        CompletableFuture<List<CompletableFuture<Forwarded>>> sent = new CompletableFuture<>();
        context.runOnContext(v -> {
            OwnForwarder forwarder = new OwnForwarder(vertx, "eu", answerWithin);
            sent.complete(IntStream.range(0, batches)
                    .mapToObj(i ->
                            forwarder.send(batch(i), false).toCompletionStage().toCompletableFuture())
                    .toList());
        });
        return sent.join();
    }

    private static EventBatch batch(int number) {
        Origin origin = new Origin(new SourceId("acme", "web"), "native", "eu", "any", "");
        return new EventBatch(new Acceptance(origin, Instant.EPOCH, Integer.toString(number)), List.of(), List.of());
    }
}

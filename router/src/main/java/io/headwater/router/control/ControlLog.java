package io.headwater.router.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.kafka.LogProducer;
import io.headwater.kafka.LogUnavailable;
import io.headwater.kafka.Records;
import io.headwater.kafka.Topics;
import io.headwater.router.deliver.DestinationId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The orders of operators, in {@code hw.control}. An order is answered once it is durable and this router has read it
 * back; every other router reads it as soon. Orders given here are written one after the other, each on top of what is
 * known then.
 */
public final class ControlLog {
    private static final String WRITE = "hw_write";
    private static final long ECHO_MILLIS = 5_000;
    private static final long CLOSE_MILLIS = 1_000;
    private static final int MOST_WAITING = 100;

    private final LogProducer producer;
    private final ControlFollower follower;
    private final Map<String, Promise<ControlState>> written = new ConcurrentHashMap<>();
    private Future<ControlState> last = Future.succeededFuture(ControlState.NOTHING);
    private int waiting;

    public ControlLog(LogProducer producer, ControlFollower follower) {
        this.producer = producer;
        this.follower = follower;
    }

    /** Completes when everything ordered so far is known. */
    public Future<Void> start() {
        return producer.prepare(List.of(Topics.CONTROL))
                .compose(known -> follower.start((write, state) ->
                        Optional.ofNullable(written.remove(write)).ifPresent(promise -> promise.tryComplete(state))));
    }

    public Future<Void> stop() {
        return follower.stop().transform(done -> producer.close(CLOSE_MILLIS));
    }

    /** What is ordered, as far as this router knows. */
    public ControlState state() {
        return follower.state();
    }

    public Future<ControlState> pause(DestinationId id, DestinationOrder.Pause pause) {
        return order(id, order -> order.pausedAs(pause), false);
    }

    public Future<ControlState> resume(DestinationId id) {
        return order(id, DestinationOrder::resumed, false);
    }

    /** Makes dead letters of what is owed to it up to the moment this order comes into the log. */
    public Future<ControlState> skip(DestinationId id) {
        return order(id, order -> order, true);
    }

    public Future<ControlState> put(ReplayOrder order) {
        return next(() -> append(ControlRecords.replayKey(order.id()), ControlRecords.encode(order)));
    }

    /** Changes a replay that is not over; the state is left as it is where it is over or not known. */
    public Future<ControlState> change(String replay, Function<ReplayOrder, ReplayOrder> change) {
        return next(() -> state().replay(replay)
                .filter(order -> !order.state().isOver())
                .map(change)
                .map(order -> append(ControlRecords.replayKey(replay), ControlRecords.encode(order)))
                .orElse(Future.succeededFuture(state())));
    }

    /** Forgets a replay. */
    public Future<ControlState> forget(String replay) {
        return next(() -> append(ControlRecords.replayKey(replay), ""));
    }

    private Future<ControlState> order(
            DestinationId id, Function<DestinationOrder, DestinationOrder> change, boolean skipNow) {
        return next(() -> append(ControlRecords.key(id), ControlRecords.encode(change.apply(state().of(id)), skipNow)));
    }

    private synchronized Future<ControlState> next(Supplier<Future<ControlState>> write) {
        if (waiting >= MOST_WAITING) {
            return Future.failedFuture(new LogUnavailable(waiting + " orders wait for Kafka already"));
        }
        waiting++;
        Future<ControlState> mine = last.transform(before -> write.get()).onComplete(done -> ended());
        last = mine;
        return mine;
    }

    private synchronized void ended() {
        waiting--;
    }

    private Future<ControlState> append(String key, String value) {
        String write = UUID.randomUUID().toString();
        Promise<ControlState> echo = Promise.promise();
        written.put(write, echo);
        byte[] bytes = value.isEmpty() ? null : value.getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topics.CONTROL, 0, key.getBytes(UTF_8), bytes, List.of(new RecordHeader(WRITE, write.getBytes(UTF_8))));
        return producer.append(Records.of(List.of(record)))
                .compose(refused -> refused.isEmpty()
                        ? echo.future().timeout(ECHO_MILLIS, TimeUnit.MILLISECONDS)
                        : Future.failedFuture(new LogUnavailable(refused.get(0).reason())))
                .onComplete(done -> written.remove(write));
    }

    /** The name a record's writer gave its order; empty where it gave none. */
    static String write(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader(WRITE))
                .map(header -> new String(header.value(), UTF_8))
                .orElse("");
    }
}

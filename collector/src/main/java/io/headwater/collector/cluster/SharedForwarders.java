package io.headwater.collector.cluster;

import io.headwater.bus.Address;
import io.headwater.bus.Forwarded;
import io.headwater.collector.forward.ForwarderVerticle;
import io.headwater.collector.ingest.Onward;
import io.headwater.event.EventBatch;
import io.headwater.event.SourceId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * To the forwarders of other members, one after the other in turn. A batch that one of them does not say is durable is sent to one
 * other: when its answer is late, when it says no, and at once when it has left. Both may have it then; an event's id makes that a
 * repeat, which the router settles. Events of a source that keeps its order go to one forwarder and to no other, which is the same
 * one as long as the same are there.
 */
public final class SharedForwarders implements Onward {
    private static final Logger LOG = LoggerFactory.getLogger(SharedForwarders.class);
    /* One whose answer was late gets nothing for so long, as long as there are others. */
    private static final long AVOIDED_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PING_AGAIN_MILLIS = 500;
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Vertx vertx;
    private final ClusterBus cluster;
    private final String region;
    private final DeliveryOptions options;
    private final Counter again;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicLong saidAt = new AtomicLong(System.nanoTime() - QUIET_NANOS);
    private final Map<String, Set<Asked>> asked = new ConcurrentHashMap<>();
    private final Map<String, Long> avoided = new ConcurrentHashMap<>();
    /* Members that have answered once, and those that are being asked. */
    private final Set<String> answering = ConcurrentHashMap.newKeySet();
    private final Set<String> pinged = ConcurrentHashMap.newKeySet();
    private volatile List<String> there = List.of();

    /** A batch that somebody has. */
    private record Asked(Context context, Promise<Forwarded> answer) {
        void left(String node) {
            context.runOnContext(
                    v -> answer.tryFail(ForwarderVerticle.unavailable("the forwarder " + node + " has left")));
        }
    }

    /**
     * Follows who is there from now on.
     *
     * @param answerWithin for one forwarder's answer
     */
    public SharedForwarders(
            Vertx vertx, ClusterBus cluster, String region, Duration answerWithin, MeterRegistry meters) {
        this.vertx = vertx;
        this.cluster = cluster;
        this.region = region;
        this.options = new DeliveryOptions().setSendTimeout(answerWithin.toMillis());
        this.again = Counter.builder("headwater.cluster.again")
                .description("Batches that one forwarder did not say are durable, and that were sent to another")
                .register(meters);
        Gauge.builder("headwater.cluster.forwarders", () -> there.size())
                .description("Forwarders of other collectors that this one may use")
                .register(meters);
        cluster.follow(this::look, this::gone);
        look();
    }

    /** Why nothing can be made durable from here. */
    public Optional<String> problem() {
        return there.isEmpty()
                ? Optional.of(
                        "no forwarder of region " + region + " can be reached (cluster.members, cluster.certificate)")
                : Optional.empty();
    }

    /* A member counts once it has answered on the bus: then the way to it is open, and the certificates are right. */
    private synchronized void look() {
        List<String> members = cluster.forwarders(region);
        members.stream().filter(each -> !answering.contains(each)).forEach(this::ping);
        List<String> now = members.stream().filter(answering::contains).toList();
        if (!now.equals(there)) {
            LOG.info("{} forwarders of region {} can be reached", now.size(), region);
        }
        there = now;
    }

    private void ping(String node) {
        if (!pinged.add(node)) {
            return;
        }
        vertx.eventBus()
                .<String>request(Address.ping(region, node), "", options)
                .onComplete(done -> pinged.remove(node))
                .onSuccess(answer -> {
                    answering.add(node);
                    look();
                })
                .onFailure(error -> {
                    say(node, error);
                    vertx.setTimer(PING_AGAIN_MILLIS, timer -> look());
                });
    }

    private void gone(String node) {
        look();
        avoided.remove(node);
        answering.remove(node);
        Optional.ofNullable(asked.remove(node)).ifPresent(all -> all.forEach(each -> each.left(node)));
    }

    @Override
    public Future<Forwarded> send(EventBatch batch, boolean ordered) {
        List<String> now = there;
        if (now.isEmpty()) {
            return Future.failedFuture(ForwarderVerticle.unavailable(problem().orElse("")));
        }
        if (ordered) {
            return ask(theOneFor(batch.acceptance().origin().source(), now), batch);
        }
        String first = next(now, "");
        return ask(first, batch).recover(error -> {
            if (now.size() == 1) {
                return Future.failedFuture(error);
            }
            again.increment();
            return ask(next(now, first), batch);
        });
    }

    /** The next in turn but for {@code not}: one that answered in time lately, if there is such a one. */
    private String next(List<String> now, String not) {
        int from = Math.floorMod(turn.getAndIncrement(), now.size());
        Optional<String> fallback = Optional.empty();
        for (int i = 0; i < now.size(); i++) {
            String node = now.get((from + i) % now.size());
            if (!node.equals(not) && !isAvoided(node)) {
                return node;
            }
            fallback = node.equals(not) ? fallback : Optional.of(node);
        }
        return fallback.orElse(now.get(from));
    }

    private boolean isAvoided(String node) {
        Long until = avoided.get(node);
        return until != null && System.nanoTime() - until < 0;
    }

    /* The highest of hashes of source and member: when one comes or goes, only its own sources move. */
    private static String theOneFor(SourceId source, List<String> now) {
        return now.stream()
                .max(Comparator.comparingInt(node -> mixed((source + " " + node).hashCode())))
                .orElseThrow();
    }

    private static int mixed(int hash) {
        int once = (hash ^ (hash >>> 16)) * 0x7feb352d;
        return once ^ (once >>> 15);
    }

    private Future<Forwarded> ask(String node, EventBatch batch) {
        Promise<Forwarded> answer = Promise.promise();
        Asked one = new Asked(vertx.getOrCreateContext(), answer);
        Set<Asked> all = asked.computeIfAbsent(node, each -> ConcurrentHashMap.newKeySet());
        all.add(one);
        if (!there.contains(node)) {
            one.left(node); // it went just now, and nobody tells of it again
        }
        vertx.eventBus()
                .<Forwarded>request(Address.forwarder(region, node), batch, options)
                .onSuccess(message -> answer.tryComplete(message.body()))
                .onFailure(error -> {
                    say(node, error);
                    if (error instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT) {
                        avoided.put(node, System.nanoTime() + AVOIDED_NANOS);
                    }
                    answer.tryFail(error);
                });
        return answer.future().onComplete(done -> all.remove(one));
    }

    private void say(String node, Throwable error) {
        long now = System.nanoTime();
        long before = saidAt.get();
        if (now - before > QUIET_NANOS && saidAt.compareAndSet(before, now)) {
            LOG.warn("Forwarder {} does not answer as it should: {}", node, error.getMessage());
        }
    }
}

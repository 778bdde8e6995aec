package io.headwater.collector.ingest;

import io.headwater.bus.Address;
import io.headwater.bus.Forwarded;
import io.headwater.collector.admit.Ending;
import io.headwater.collector.admit.Hold;
import io.headwater.collector.admit.Share;
import io.headwater.collector.dialect.Answered;
import io.headwater.collector.dialect.Body;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Malformed;
import io.headwater.config.SourcesConfig.Source;
import io.headwater.event.Acceptance;
import io.headwater.event.EventBatch;
import io.headwater.event.Origin;
import io.headwater.event.Rejection;
import io.headwater.ops.Failpoint;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of one request: check its head, know its source, read it, decode it, forward it, answer it. */
final class Ingest {
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
    /* Larger bodies are decoded off the event loop: at some 200 MB/s these take it about a millisecond. */
    private static final int INLINE_BYTES = 256 * 1024;
    private static final int INLINE_GZIP_BYTES = 4 * 1024;

    private final Vertx vertx;
    private final IngestConfig config;
    private final Gate gate;
    private final Executor here;
    private final BodyReader bodies;
    private final Inflater inflater;
    private final DeliveryOptions withinTimeout;
    private final Clock clock = Clock.systemUTC();

    Ingest(Vertx vertx, IngestConfig config, Gate gate) {
        this.vertx = vertx;
        this.config = config;
        this.gate = gate;
        Context context = vertx.getOrCreateContext();
        this.here = task -> context.runOnContext(v -> task.run());
        long timeout = config.http().requestTimeout().toMillis();
        this.bodies = new BodyReader(config.limits(), new Deadlines(vertx, timeout), timeout);
        this.inflater = new Inflater(config.limits().inflated());
        this.withinTimeout = new DeliveryOptions()
                .setLocalOnly(true)
                .setSendTimeout(config.forwardTimeout().toMillis());
    }

    /** Whether a request may go on to its route; one that may not is answered. */
    boolean admits(HttpServerRequest request) {
        if (Heads.hasOneHost(request)) {
            return true;
        }
        refuse(request, Refusal.noHost());
        return false;
    }

    /** Takes a request of {@code dialect}; {@code keyInPath} is the write key its path carries, or empty. */
    void take(HttpServerRequest request, Dialect dialect, String keyInPath) {
        Optional<Share> sender;
        Hold hold;
        try {
            String key = Credentials.of(request, keyInPath);
            sender = key.isEmpty() ? Optional.empty() : Optional.of(gate.share(key));
            hold = gate.admit(sender, bodies.lengthOf(request));
        } catch (Refusal refusal) {
            refuse(request, refusal);
            return;
        }
        bodies.read(request, hold)
                .compose(body -> decode(dialect, request, body, hold))
                .compose(decoded -> forward(request, dialect, sender, decoded))
                .onComplete(done -> {
                    hold.release();
                    if (done.failed()) {
                        failed(request, done.cause());
                    }
                });
    }

    /** Answers a request the HTTP decoder gave up, and ends the connection: where the next one begins is not known. */
    void undecodable(HttpServerRequest request) {
        Refusal refusal = Refusal.undecodable(request.decoderResult().cause());
        gate.meters().refused(refusal);
        Answers.refused(request, refusal);
    }

    /** Answers a request that gets no further, and lets the rest of it pass by. */
    void refuse(HttpServerRequest request, Refusal refusal) {
        bodies.discard(request, gate.admission().hold(gate.admission().keyless()), refusal);
        failed(request, refusal);
    }

    private Future<Decoded> decode(Dialect dialect, HttpServerRequest request, byte[] body, Hold hold) {
        Failpoint.reached("ingest.received");
        String encoding = request.headers().get("Content-Encoding");
        boolean gzip = Inflater.isGzip(body);
        if (!gzip && encoding != null && !isPlain(encoding)) {
            return Future.failedFuture(Refusal.encoding(encoding));
        }
        String call = request.path().substring(request.path().lastIndexOf('/') + 1);
        String type = Heads.contentType(request);
        if (body.length <= (gzip ? INLINE_GZIP_BYTES : INLINE_BYTES)) {
            try {
                return Future.succeededFuture(decoded(dialect, call, type, plain(body, gzip, hold)));
            } catch (Refusal refusal) {
                return Future.failedFuture(refusal);
            }
        }
        return gate.turns()
                .next(
                        hold.part(),
                        here,
                        () -> vertx.executeBlocking(
                                () -> decoded(dialect, call, type, plain(body, gzip, hold)), false));
    }

    /* A body declared gzip that is none was decompressed on its way here. */
    private static boolean isPlain(String encoding) {
        return List.of("identity", "gzip", "x-gzip").contains(encoding.strip().toLowerCase(Locale.ROOT));
    }

    private byte[] plain(byte[] body, boolean gzip, Hold hold) {
        return gzip ? inflater.gunzip(body, hold) : body;
    }

    private static Decoded decoded(Dialect dialect, String call, String type, byte[] bytes) {
        try {
            return dialect.decode(new Body(call, type, bytes));
        } catch (Malformed e) {
            throw e.isTooMany() ? Refusal.tooMany(e.sentence()) : Refusal.unreadable(e.sentence());
        }
    }

    private Future<Void> forward(HttpServerRequest request, Dialect dialect, Optional<Share> sender, Decoded decoded) {
        Share share = sender.orElseGet(() -> shareIn(decoded));
        Source source = share.source();
        Origin origin = new Origin(source.id(), dialect.name(), config.region(), source.jurisdiction());
        Acceptance acceptance = new Acceptance(origin, clock.instant(), Heads.traceparent(request));
        EventBatch batch = new EventBatch(acceptance, decoded.events(), decoded.rejections());
        long entered = gate.enter(share);
        return vertx.eventBus()
                .<Forwarded>request(Address.forward(config.region()), batch, withinTimeout)
                .onComplete(done -> gate.admission().leave(share.requests(), entered, ending(batch, done)))
                .map(reply -> {
                    answer(
                            request,
                            dialect,
                            acceptance,
                            without(batch, decoded, reply.body().refused()),
                            reply.body());
                    return null;
                });
    }

    private Share shareIn(Decoded decoded) {
        if (decoded.writeKey().isEmpty()) {
            throw Refusal.noKey();
        }
        return gate.share(decoded.writeKey());
    }

    private static Ending ending(EventBatch batch, AsyncResult<?> done) {
        if (done.failed()) {
            boolean late = done.cause() instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT;
            return late ? Ending.LATE : Ending.UNTIMED;
        }
        boolean empty = batch.events().isEmpty() && batch.rejections().isEmpty();
        return empty ? Ending.UNTIMED : Ending.DURABLE;
    }

    private void answer(
            HttpServerRequest request, Dialect dialect, Acceptance acceptance, Decoded decoded, Forwarded forwarded) {
        gate.meters().durable(acceptance, decoded, clock);
        if (!decoded.batch() && !decoded.rejections().isEmpty()) {
            gate.meters().answered(400);
            Answers.rejected(request, forwarded.durability(), Answered.counts(decoded));
            return;
        }
        gate.meters().answered(200);
        Answers.accepted(request, forwarded.durability(), dialect.accepted(decoded));
    }

    /** What was decoded, with the events Kafka refused for themselves among the rejections. */
    private static Decoded without(EventBatch batch, Decoded decoded, List<Rejection> refused) {
        if (refused.isEmpty()) {
            return decoded;
        }
        Set<Integer> gone = refused.stream().map(Rejection::index).collect(Collectors.toSet());
        List<Rejection> rejections = new ArrayList<>(decoded.rejections());
        rejections.addAll(refused);
        rejections.sort(Comparator.comparingInt(Rejection::index));
        return new Decoded(
                IntStream.range(0, decoded.events().size())
                        .filter(i -> !gone.contains(batch.place(i)))
                        .mapToObj(decoded.events()::get)
                        .toList(),
                rejections,
                decoded.batch(),
                decoded.writeKey(),
                decoded.ignored());
    }

    private void failed(HttpServerRequest request, Throwable cause) {
        Refusal refusal;
        if (cause instanceof Refusal own) {
            refusal = own;
        } else if (cause instanceof ReplyException) {
            refusal = Refusal.notDurable();
        } else if (cause instanceof BodyReader.Lost || request.response().closed()) {
            return; // nobody is there to answer
        } else {
            LOG.error("A request failed for a reason of ours; it is answered 503 so that it is sent again", cause);
            refusal = Refusal.notDurable();
        }
        gate.meters().refused(refusal);
        Answers.refused(request, refusal);
    }
}

package io.headwater.collector.ingest;

import io.headwater.bus.Address;
import io.headwater.bus.Forwarded;
import io.headwater.collector.admit.Hold;
import io.headwater.collector.admit.InFlight;
import io.headwater.collector.admit.WriteKeys;
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
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
    private final Admission admission;
    private final BodyReader bodies;
    private final Inflater inflater;
    private final DeliveryOptions withinTimeout;
    private final Clock clock = Clock.systemUTC();

    /** What requests are admitted by: keys, room, and the meters that count them. */
    record Admission(WriteKeys keys, InFlight inFlight, IngestMeters meters) {}

    Ingest(Vertx vertx, IngestConfig config, Admission admission) {
        this.vertx = vertx;
        this.config = config;
        this.admission = admission;
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
        Hold hold = new Hold(admission.inFlight());
        String key;
        try {
            key = Credentials.of(request, keyInPath);
            if (!key.isEmpty()) {
                source(key);
            }
        } catch (Refusal refusal) {
            refuse(request, refusal);
            return;
        }
        bodies.read(request, hold)
                .compose(body -> decode(dialect, request, body, hold))
                .compose(decoded -> forward(request, dialect, key, decoded))
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
        admission.meters().answered(refusal.status());
        Answers.refused(request, refusal);
    }

    /** Answers a request that gets no further, and lets the rest of it pass by. */
    void refuse(HttpServerRequest request, Refusal refusal) {
        bodies.discard(request, new Hold(admission.inFlight()), refusal);
        failed(request, refusal);
    }

    private Source source(String key) {
        return admission.keys().source(key).orElseThrow(Refusal::unknownKey);
    }

    private Future<Decoded> decode(Dialect dialect, HttpServerRequest request, byte[] body, Hold hold) {
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
        return vertx.executeBlocking(() -> decoded(dialect, call, type, plain(body, gzip, hold)), false);
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

    private Future<Void> forward(HttpServerRequest request, Dialect dialect, String key, Decoded decoded) {
        String sent = key.isEmpty() ? decoded.writeKey() : key;
        if (sent.isEmpty()) {
            throw Refusal.noKey();
        }
        Source source = source(sent);
        Origin origin = new Origin(source.id(), dialect.name(), config.region(), source.jurisdiction());
        Acceptance acceptance = new Acceptance(origin, clock.instant(), Heads.traceparent(request));
        EventBatch batch = new EventBatch(acceptance, decoded.events(), decoded.rejections());
        if (!admission.inFlight().enter()) {
            throw Refusal.overloaded("admission.inFlightRequests");
        }
        return vertx.eventBus()
                .<Forwarded>request(Address.forward(config.region()), batch, withinTimeout)
                .onComplete(done -> admission.inFlight().leave())
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

    private void answer(
            HttpServerRequest request, Dialect dialect, Acceptance acceptance, Decoded decoded, Forwarded forwarded) {
        admission.meters().durable(acceptance, decoded, clock);
        if (!decoded.batch() && !decoded.rejections().isEmpty()) {
            admission.meters().answered(400);
            Answers.rejected(request, forwarded.durability(), Answered.counts(decoded));
            return;
        }
        admission.meters().answered(200);
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
        admission.meters().answered(refusal.status());
        Answers.refused(request, refusal);
    }
}

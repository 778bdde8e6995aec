package io.headwater.collector.ingest;

import io.headwater.collector.admit.Ending;
import io.headwater.collector.admit.Hold;
import io.headwater.collector.admit.Share;
import io.headwater.collector.dialect.Answered;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Endpoint;
import io.headwater.collector.dialect.Fields;
import io.headwater.collector.dialect.Head;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Reply;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.paths.Paths;
import io.headwater.collector.paths.Place;
import io.headwater.collector.paths.Tells;
import io.headwater.collector.rules.Rules.Applied;
import io.headwater.config.SourcesConfig.Source;
import io.headwater.event.Acceptance;
import io.headwater.event.EventBatch;
import io.headwater.event.Origin;
import io.headwater.event.Rejection;
import io.headwater.ops.Failpoint;
import io.headwater.trace.TraceContext;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    private static final int INLINE_PACKED_BYTES = 4 * 1024;

    private final Vertx vertx;
    private final IngestConfig config;
    private final Gate gate;
    private final Paths paths;
    private final Executor here;
    private final BodyReader bodies;
    private final Inflater inflater;
    private final Directory directory;
    private final Onward onward;
    private final Pulse pulse;
    private final Clock clock = Clock.systemUTC();

    Ingest(Vertx vertx, IngestConfig config, Gate gate, Paths paths, Onward onward) {
        this.vertx = vertx;
        this.config = config;
        this.gate = gate;
        this.paths = paths;
        Context context = vertx.getOrCreateContext();
        this.here = task -> context.runOnContext(v -> task.run());
        long timeout = config.http().requestTimeout().toMillis();
        this.bodies = new BodyReader(config.limits(), new Deadlines(vertx, timeout), timeout);
        this.inflater = new Inflater(config.limits().inflated());
        this.directory =
                new Directory(new EdgeList(config.edges(), () -> gate.senders().whereabouts(), clock), gate);
        this.onward = onward;
        this.pulse = new Pulse(config.lateAfter(), System::nanoTime);
        pulse.start(vertx);
    }

    /** Takes a request. */
    void take(HttpServerRequest request) {
        Cors.mark(request);
        if (gate.isEnding()) {
            Heads.last(request);
        }
        Head head = new RequestHead(request);
        if (!Heads.hasOneHost(request)) {
            refuse(request, head, Optional.empty(), Refusal.noHost());
        } else if (!Fields.isEncoded(head.path())) {
            refuse(request, head, Optional.empty(), Refusal.badPath());
        } else {
            paths.at(head.method(), head.path())
                    .ifPresentOrElse(place -> take(request, head, place), () -> nowhere(request, head));
        }
    }

    private void nowhere(HttpServerRequest request, Head head) {
        List<String> methods = paths.methods(head.path());
        if (methods.isEmpty()) {
            refuse(request, head, Optional.empty(), Refusal.noSuchPath());
        } else if (head.method().equals("OPTIONS")) {
            pass(request);
            gate.meters().answered(Options.answer(request, methods));
        } else {
            refuse(request, head, Optional.empty(), Refusal.noSuchMethod(methods));
        }
    }

    private void take(HttpServerRequest request, Head head, Place place) {
        if (!place.endpoint().takesEvents()) {
            setup(request, head, place);
            return;
        }
        Optional<Share> sender;
        Hold hold;
        try {
            String key = Credentials.of(head, place);
            sender = key.isEmpty() ? Optional.empty() : Optional.of(gate.share(key));
            hold = gate.admit(sender, bodies.lengthOf(request), pulse.isLate());
        } catch (Refusal refusal) {
            refuse(request, head, Optional.of(place.first()), refusal);
            return;
        }
        Asked asked = new Asked(request, head, place, sender);
        bodies.read(request, hold)
                .compose(body -> understand(asked, body, hold))
                .compose(understood -> forward(asked, understood))
                .onComplete(done -> {
                    hold.release();
                    asked.leave(Ending.UNTIMED);
                    if (done.failed()) {
                        failed(request, head, Optional.of(asked.dialect()), done.cause());
                    }
                });
    }

    private void setup(HttpServerRequest request, Head head, Place place) {
        Dialect dialect = place.first();
        try {
            if (place.endpoint().kind() == Endpoint.Kind.DIRECTORY) {
                Runnable answer = directory.answer(request, head, place);
                pass(request);
                answer.run();
                return;
            }
            String key = place.endpoint().kind() == Endpoint.Kind.SETUP ? knownKey(head, place) : "";
            pass(request);
            gate.meters().answered(200);
            Answers.plain(request, dialect.setup(head, key));
        } catch (Refusal refusal) {
            refuse(request, head, Optional.of(dialect), refusal);
        }
    }

    private String knownKey(Head head, Place place) {
        String key = Credentials.of(head, place);
        if (key.isEmpty()) {
            throw Refusal.noKey();
        }
        gate.share(key);
        return key;
    }

    /** Answers a request the HTTP decoder gave up, and ends the connection: where the next one begins is not known. */
    void undecodable(HttpServerRequest request) {
        Refusal refusal = Refusal.undecodable(request.decoderResult().cause());
        gate.meters().refused(refusal, refusal.status());
        Answers.refused(request, refusal, Answered.error(refusal.status(), refusal.sentence()));
    }

    /** Answers a request that gets no further, and lets the rest of it pass by. */
    private void refuse(HttpServerRequest request, Head head, Optional<Dialect> dialect, Refusal refusal) {
        bodies.discard(request, gate.admission().hold(gate.admission().keyless()), refusal);
        failed(request, head, dialect, refusal);
    }

    /** Lets the rest of a request pass by that is answered from its head alone. */
    private void pass(HttpServerRequest request) {
        bodies.discard(request, gate.admission().hold(gate.admission().keyless()), Refusal.notRead());
    }

    private Future<Understood> understand(Asked asked, byte[] body, Hold hold) {
        Failpoint.reached("ingest.received");
        Instant at = clock.instant();
        String encoding = asked.head().header("Content-Encoding");
        boolean packed = Inflater.isPacked(body, encoding);
        if (body.length <= (packed ? INLINE_PACKED_BYTES : INLINE_BYTES)) {
            try {
                /* Who is to be refused is not read first. */
                asked.sender().ifPresent(share -> asked.entered(gate.enter(share)));
                return Future.succeededFuture(understood(asked, plain(body, packed, encoding, hold), at));
            } catch (Refusal refusal) {
                return Future.failedFuture(refusal);
            }
        }
        return gate.turns()
                .next(
                        hold.part(),
                        here,
                        () -> vertx.executeBlocking(
                                () -> understood(asked, plain(body, packed, encoding, hold), at), false));
    }

    private byte[] plain(byte[] body, boolean packed, String encoding, Hold hold) {
        return packed ? inflater.inflate(body, encoding, hold) : body;
    }

    private Understood understood(Asked asked, byte[] bytes, Instant at) {
        Place place = asked.place();
        String fixed = asked.sender().map(share -> share.source().dialect()).orElse(Source.ANY_DIALECT);
        Dialect dialect = Tells.dialect(place, fixed, asked.head(), bytes);
        asked.told(dialect);
        Request request = new Request(asked.head(), place.variable(), bytes, at);
        try {
            Decoded decoded = dialect.decode(request);
            Share share = asked.sender().orElseGet(() -> shareIn(decoded));
            Applied applied = share.rules().apply(decoded);
            return new Understood(request, share, applied.decoded(), applied.flagged());
        } catch (Malformed e) {
            throw e.isTooMuch() ? Refusal.tooMuch(e.sentence()) : Refusal.unreadable(e.sentence());
        }
    }

    private Future<Void> forward(Asked asked, Understood understood) {
        Decoded decoded = understood.decoded();
        Share share = understood.share();
        Source source = share.source();
        String dialect = asked.dialect().name();
        if (!source.sends(dialect)) {
            return Future.failedFuture(Refusal.otherDialect(source, dialect));
        }
        String version = gate.senders().version();
        Origin origin = new Origin(source.id(), dialect, config.region(), source.jurisdiction(), version);
        Acceptance acceptance = new Acceptance(origin, understood.request().at(), asked.traceparent());
        EventBatch batch = new EventBatch(acceptance, decoded.events(), decoded.rejections());
        if (!asked.isIn()) {
            asked.entered(gate.enter(share));
        }
        gate.spend(share, decoded);
        return onward.send(batch, source.ordered())
                .onComplete(done -> asked.leave(ending(batch, done)))
                .map(forwarded -> {
                    Decoded durable = without(batch, decoded, forwarded.refused());
                    gate.meters().durable(acceptance, durable, clock);
                    gate.meters().flagged(source, understood.flagged());
                    answer(asked, understood.request(), durable, forwarded.durability());
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

    private void answer(Asked asked, Request request, Decoded decoded, String durability) {
        boolean oneBad = !decoded.batch() && !decoded.rejections().isEmpty();
        Reply reply = oneBad ? Answered.counts(400, decoded) : asked.dialect().accepted(request, decoded);
        gate.meters().answered(reply.status());
        Answers.durable(asked.request(), durability, reply);
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

    private void failed(HttpServerRequest request, Head head, Optional<Dialect> dialect, Throwable cause) {
        Refusal refusal;
        if (cause instanceof Refusal own) {
            refusal = own;
        } else if (cause instanceof BodyReader.Lost || request.response().closed()) {
            return; // nobody is there to answer
        } else {
            if (!(cause instanceof ReplyException)) {
                LOG.error("A request failed for a reason of ours; it is answered 503 so that it is sent again", cause);
            }
            refusal = Refusal.notDurable();
        }
        int status = dialect.map(each -> each.status(refusal.status())).orElse(refusal.status());
        String sentence = refusal.sentence();
        gate.meters().refused(refusal, status);
        Answers.refused(
                request,
                refusal,
                dialect.map(each -> each.refused(head, status, sentence))
                        .orElseGet(() -> Answered.error(status, sentence)));
    }

    /** A request and what is known of it; told its dialect when its body is there. */
    private static final class Asked {
        private final HttpServerRequest request;
        private final Head head;
        private final Place place;
        private final Optional<Share> sender;
        private final String traceparent;
        private volatile Dialect dialect;
        private Optional<Stay> stay = Optional.empty();

        Asked(HttpServerRequest request, Head head, Place place, Optional<Share> sender) {
            this.request = request;
            this.head = head;
            this.place = place;
            this.sender = sender;
            this.traceparent = TraceContext.hereOr(Heads.traceparent(request));
            this.dialect = place.first();
        }

        void told(Dialect told) {
            dialect = told;
        }

        void entered(Stay taken) {
            stay = Optional.of(taken);
        }

        boolean isIn() {
            return stay.isPresent();
        }

        /** Gives back its place, if it has one still. */
        void leave(Ending ending) {
            stay.ifPresent(taken -> taken.leave(ending));
        }

        HttpServerRequest request() {
            return request;
        }

        Head head() {
            return head;
        }

        Place place() {
            return place;
        }

        Optional<Share> sender() {
            return sender;
        }

        String traceparent() {
            return traceparent;
        }

        Dialect dialect() {
            return dialect;
        }
    }

    /** A request with what its dialect found in it. */
    private record Understood(Request request, Share share, Decoded decoded, int flagged) {}
}

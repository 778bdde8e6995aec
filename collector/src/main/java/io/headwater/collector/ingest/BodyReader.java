package io.headwater.collector.ingest;

import io.headwater.collector.admit.Hold;
import io.headwater.collector.admit.Verdict;
import io.headwater.collector.dialect.Limits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;

/** Reads a request's body into memory, counting its bytes and watching its deadline. */
final class BodyReader {
    private static final byte[] NOTHING = {};
    private static final int AT_ONCE = 16 * 1024;

    private final Limits limits;
    private final Deadlines deadlines;
    private final long timeoutMillis;

    BodyReader(Limits limits, Deadlines deadlines, long timeoutMillis) {
        this.limits = limits;
        this.deadlines = deadlines;
        this.timeoutMillis = timeoutMillis;
    }

    /** The body's declared length, as far as it would be read; 0 where none is declared. */
    long lengthOf(HttpServerRequest request) {
        return Math.max(
                0, Math.min(Heads.contentLength(request), limits.request().bytes()));
    }

    /** The whole body as it came, its bytes held by {@code hold}; fails with a {@link Refusal}. */
    Future<byte[]> read(HttpServerRequest request, Hold hold) {
        Reading reading = follow(new Reading(request, hold));
        if (Heads.contentLength(request) > limits.request().bytes()) {
            reading.refuse(Refusal.tooLarge("limits.request=" + limits.request()));
        } else if (Heads.expectsContinue(request)) {
            request.response().writeContinue();
        }
        return reading.body.future();
    }

    /**
     * How much to allocate for what has come of a body: no more than is declared or permitted, nor much more than came, and so much
     * that what has come is copied a few times only, however small its parts are.
     *
     * @param declared length, or -1 where none is
     * @param had allocated before
     * @param wanted what has come, more than that
     */
    static int room(long declared, int had, int wanted, long most) {
        return Math.toIntExact(
                declared >= wanted
                        ? Math.min(Math.max(AT_ONCE, 2L * wanted), declared)
                        : Math.max(Math.min(2L * had, most), wanted));
    }

    /** Lets the rest of an already answered request pass by; the connection ends if it takes too long. */
    void discard(HttpServerRequest request, Hold hold, Refusal answered) {
        follow(new Reading(request, hold)).refuse(answered);
    }

    private Reading follow(Reading reading) {
        deadlines.add(reading);
        reading.request.handler(reading::chunk).endHandler(v -> reading.end()).exceptionHandler(reading::lost);
        return reading;
    }

    /** The client went away before its request was whole, or framed it so that its end cannot be found. */
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost(Throwable cause) {
            super("the request was not whole", cause, false, false);
        }
    }

    /** One body on its way in. Once refused, what still comes is dropped. */
    private final class Reading implements Deadlines.Deadline {
        private final Promise<byte[]> body = Promise.promise();
        private final long started = System.nanoTime();
        private final HttpServerRequest request;
        private final Hold hold;
        private byte[] bytes = NOTHING;
        private int length;

        Reading(HttpServerRequest request, Hold hold) {
            this.request = request;
            this.hold = hold;
        }

        void chunk(Buffer chunk) {
            if (body.future().isComplete()) {
                return;
            }
            if (length + chunk.length() > limits.request().bytes()) {
                refuse(Refusal.tooLarge("limits.request=" + limits.request()));
                return;
            }
            Verdict verdict = makeRoom(length + chunk.length());
            if (verdict != Verdict.ADMITTED) {
                refuse(Refusal.shed(verdict, hold.part()));
            } else {
                chunk.getBytes(bytes, length);
                length += chunk.length();
            }
        }

        /* What is allocated is held, so that nobody takes memory by declaring a length. */
        private Verdict makeRoom(int wanted) {
            if (wanted <= bytes.length) {
                return Verdict.ADMITTED;
            }
            int size = room(
                    Heads.contentLength(request),
                    bytes.length,
                    wanted,
                    limits.request().bytes());
            Verdict verdict = hold.take((long) size - bytes.length);
            if (verdict == Verdict.ADMITTED) {
                bytes = Arrays.copyOf(bytes, size);
            }
            return verdict;
        }

        void end() {
            deadlines.remove(this);
            body.tryComplete(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
        }

        void lost(Throwable cause) {
            deadlines.remove(this);
            body.tryFail(new Lost(cause));
        }

        void refuse(Refusal refusal) {
            body.tryFail(refusal);
        }

        @Override
        public long startedNanos() {
            return started;
        }

        @Override
        public void expire() {
            if (!body.tryFail(Refusal.slow(timeoutMillis))) {
                Heads.hangUp(request);
            }
        }
    }
}

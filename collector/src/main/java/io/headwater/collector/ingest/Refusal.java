package io.headwater.collector.ingest;

import io.headwater.collector.admit.Part;
import io.headwater.collector.admit.Verdict;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Optional;

/**
 * A request that is not accepted: the status to answer and a sentence the sender can act on. Made in one place each, as
 * the list of what this port can say no to. Carries no stack trace.
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    /* The room there was none of. */
    private final transient Optional<Part> shedFor;

    private Refusal(int status, String sentence) {
        this(status, sentence, Optional.empty());
    }

    private Refusal(int status, String sentence, Optional<Part> shedFor) {
        super(sentence, null, false, false);
        this.status = status;
        this.shedFor = shedFor;
    }

    int status() {
        return status;
    }

    /** What there was no room for, where that is the reason. */
    Optional<Part> shedFor() {
        return shedFor;
    }

    static Refusal unreadable(String sentence) {
        return new Refusal(400, sentence);
    }

    static Refusal noHost() {
        return unreadable("the request must have one Host header");
    }

    /** What the HTTP decoder could not read, or would not read on. */
    static Refusal undecodable(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new Refusal(414, "the request line is longer than 8 KiB");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new Refusal(431, "the headers are larger than 16 KiB");
        }
        return unreadable("the request is not HTTP/1.1 as RFC 9112 has it");
    }

    static Refusal noKey() {
        return new Refusal(
                401, "no write key. Send it as Authorization: Bearer, X-Api-Key, the Basic user name, or ?key=");
    }

    static Refusal unknownKey() {
        return new Refusal(401, "the write key is not known here. Check it against the source's writeKeys");
    }

    static Refusal badPath() {
        return unreadable("the path is not percent-encoded");
    }

    static Refusal noSuchPath() {
        return new Refusal(404, "there is nothing at this path. Events go to /v1/events");
    }

    static Refusal onlyPost() {
        return new Refusal(405, "only POST is answered here");
    }

    static Refusal slow(long millis) {
        return new Refusal(408, "the request was not complete within " + millis + " ms (http.requestTimeout)");
    }

    static Refusal tooLarge(String limit) {
        return new Refusal(413, "the body is larger than " + limit + ". Send smaller batches");
    }

    static Refusal tooMany(String sentence) {
        return new Refusal(413, sentence);
    }

    static Refusal encoding(String encoding) {
        return new Refusal(415, "Content-Encoding '" + encoding + "' is not read here. Send gzip or none");
    }

    /** There is no room, for the reason the verdict gives. */
    static Refusal shed(Verdict verdict, Part part) {
        if (verdict == Verdict.OVER_SHARE) {
            return new Refusal(
                    429,
                    part.source() + " has more under way than its share while others need theirs (" + part.key()
                            + "). Send less at once, and this again after Retry-After",
                    Optional.of(part));
        }
        return new Refusal(
                503, "too much is under way (" + part.key() + "). Send again after Retry-After", Optional.of(part));
    }

    static Refusal notDurable() {
        return new Refusal(503, "nothing durable is at hand. Send again after Retry-After");
    }
}

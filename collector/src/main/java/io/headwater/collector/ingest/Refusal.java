package io.headwater.collector.ingest;

import io.headwater.collector.admit.Allowances.Excess;
import io.headwater.collector.admit.Part;
import io.headwater.collector.admit.Verdict;
import io.headwater.config.SourcesConfig.Source;
import io.headwater.event.SourceId;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Optional;

/**
 * A request that is not accepted: the status to answer and a sentence the sender can act on. Made in one place each, as
 * the list of what this port can say no to. Carries no stack trace.
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String sentence;
    private final transient Optional<Shed> shedFor;

    private final transient Optional<Over> over;
    private final transient List<String> instead;

    /** The source whose quota is used up, and what of it. */
    record Over(SourceId source, Excess excess) {}

    /**
     * What there was none of, and whose request was refused for it.
     *
     * @param key of the configuration, that says how much there is
     * @param source empty where it is not known
     */
    record Shed(String key, String source) {}

    private Refusal(int status, String sentence) {
        this(status, sentence, Optional.empty(), Optional.empty(), List.of());
    }

    private Refusal(int status, String sentence, Optional<Shed> shedFor, Optional<Over> over, List<String> instead) {
        super(sentence, null, false, false);
        this.status = status;
        this.sentence = sentence;
        this.shedFor = shedFor;
        this.over = over;
        this.instead = List.copyOf(instead);
    }

    /** The quota that is used up, where that is the reason. */
    Optional<Over> over() {
        return over;
    }

    /** What would do: the methods answered at the path, or the collectors that may take the events. */
    List<String> instead() {
        return instead;
    }

    /** What is said to the sender. */
    String sentence() {
        return sentence;
    }

    int status() {
        return status;
    }

    /** What there was no room for, where that is the reason. */
    Optional<Shed> shedFor() {
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

    /** The body of a request that is answered without it. */
    static Refusal notRead() {
        return unreadable("the request has a body that is not read");
    }

    static Refusal badPath() {
        return unreadable("the path is not percent-encoded");
    }

    static Refusal noSuchPath() {
        return new Refusal(404, "there is nothing at this path. Events go to /v1/events");
    }

    /** @param methods that are answered at this path */
    static Refusal noSuchMethod(List<String> methods) {
        String some = String.join(" and ", methods);
        return new Refusal(
                405,
                "only " + some + (methods.size() == 1 ? " is" : " are") + " answered here",
                Optional.empty(),
                Optional.empty(),
                methods);
    }

    static Refusal otherDialect(Source source, String dialect) {
        return new Refusal(
                403,
                source.id() + " sends " + source.dialect() + " only, and this is " + dialect
                        + ". Use another key, or mend the source's dialect");
    }

    /** @param collectors base URLs of those that may take its events */
    static Refusal elsewhere(Source source, List<String> collectors) {
        return new Refusal(
                421,
                source.id() + " keeps its events in " + source.jurisdiction()
                        + ", and this collector is not there. Send them to "
                        + (collectors.isEmpty() ? "one that is" : String.join(" or ", collectors)),
                Optional.empty(),
                Optional.empty(),
                collectors);
    }

    static Refusal slow(long millis) {
        return new Refusal(408, "the request was not complete within " + millis + " ms (http.requestTimeout)");
    }

    static Refusal tooLarge(String limit) {
        return new Refusal(413, "the body is larger than " + limit + ". Send smaller batches");
    }

    static Refusal tooMuch(String sentence) {
        return new Refusal(413, sentence);
    }

    static Refusal encoding(String encoding) {
        return new Refusal(
                415, "Content-Encoding '" + encoding + "' is not read here. Send gzip, zstd, br, deflate or none");
    }

    /** There is no room, for the reason the verdict gives. */
    static Refusal shed(Verdict verdict, Part part) {
        if (verdict == Verdict.OVER_SHARE) {
            return new Refusal(
                    429,
                    part.source() + " has more under way than its share while others need theirs (" + part.key()
                            + "). Send less at once, and this again after Retry-After",
                    Optional.of(new Shed(part.key(), part.source())),
                    Optional.empty(),
                    List.of());
        }
        return full(part.key(), part.source());
    }

    /** There is room, and no time. */
    static Refusal late() {
        return full("admission.lateAfter", "");
    }

    private static Refusal full(String key, String source) {
        return new Refusal(
                503,
                "too much is under way (" + key + "). Send again after Retry-After",
                Optional.of(new Shed(key, source)),
                Optional.empty(),
                List.of());
    }

    static Refusal overQuota(Source source, Excess excess) {
        return new Refusal(
                429,
                source.id() + " has sent more " + excess.key() + " than its quota of " + quota(source, excess)
                        + " a second (quota in sources.yaml). Send this again after Retry-After",
                Optional.empty(),
                Optional.of(new Over(source.id(), excess)),
                List.of());
    }

    private static long quota(Source source, Excess excess) {
        return excess.key().equals("events")
                ? source.quota().events()
                : source.quota().bytes();
    }

    static Refusal notDurable() {
        return new Refusal(503, "nothing durable is at hand. Send again after Retry-After");
    }
}

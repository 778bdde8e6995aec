package io.headwater.collector.admit;

import io.headwater.collector.rules.Rules;
import io.headwater.config.SourcesConfig.Source;
import java.util.function.LongSupplier;

/**
 * What this collector has under way, over all its event loops: requests that wait for the forwarder, up to an adaptive
 * limit, and bytes of bodies, each divided fairly among the sources.
 */
public final class Admission {
    private final LongSupplier nanos;
    private final long startedNanos;
    private final AdaptiveLimit limit;
    private final Room requests;
    private final Room bytes;
    private final Part keyless;

    /** @param nanos as {@link System#nanoTime} tells them */
    public Admission(AdmissionConfig config, LongSupplier nanos) {
        this.nanos = nanos;
        this.startedNanos = nanos.getAsLong();
        this.limit = new AdaptiveLimit(config);
        this.requests = new Room("admission.inFlightRequests", this::limit, config.headroom(), nanos);
        long most = config.inFlightBytes().bytes();
        this.bytes = new Room("admission.inFlightBytes", () -> most, config.headroom(), nanos);
        this.keyless = new Part(bytes, "");
    }

    /** The part of one more source. */
    Share share(Source source, Rules rules) {
        String name = source.id().toString();
        return new Share(source, new Part(requests, name), new Part(bytes, name), allowances(source), rules);
    }

    private Allowances allowances(Source source) {
        return new Allowances(source.quota(), nanos);
    }

    /** The part of a source that is configured otherwise now: what it holds, and what it has used of the same quota, stays. */
    Share changed(Share before, Source source, Rules rules) {
        boolean sameQuota = before.source().quota().equals(source.quota());
        return new Share(
                source, before.requests(), before.bytes(), sameQuota ? before.allowances() : allowances(source), rules);
    }

    /** The one part in the bytes of all requests whose key stands in the body. */
    public Part keyless() {
        return keyless;
    }

    /** Nothing yet, of {@code bytes}. */
    public Hold hold(Part bytes) {
        return new Hold(bytes);
    }

    /** Takes a place for one request, to be given back with {@link #leave}. */
    public Verdict enter(Part part) {
        Verdict verdict = part.take(1);
        if (verdict == Verdict.ADMITTED && requests() == 1) {
            limit.began(now());
        }
        return verdict;
    }

    /** The time now, for {@link #leave}. */
    public long now() {
        return nanos.getAsLong() - startedNanos;
    }

    /** Gives back a place in {@code part}, taken at {@code enteredNanos} of {@link #now}. */
    public void leave(Part part, long enteredNanos, Ending ending) {
        limit.ended(enteredNanos, now() - enteredNanos, requests(), ending);
        part.give(1);
    }

    public int requests() {
        return Math.toIntExact(requests.held());
    }

    public long bytes() {
        return bytes.held();
    }

    /** How many requests may wait for the forwarder now. */
    public int limit() {
        return limit.at(now(), requests.held() > 0);
    }
}

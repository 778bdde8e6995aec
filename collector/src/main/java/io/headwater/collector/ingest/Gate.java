package io.headwater.collector.ingest;

import io.headwater.collector.admit.Admission;
import io.headwater.collector.admit.Allowances.Amount;
import io.headwater.collector.admit.Hold;
import io.headwater.collector.admit.Part;
import io.headwater.collector.admit.Share;
import io.headwater.collector.admit.Verdict;
import io.headwater.collector.dialect.Decoded;
import io.headwater.config.SourcesConfig.Source;
import io.headwater.event.Event;
import io.headwater.event.Rejection;
import java.util.Optional;

/**
 * What connections and requests get in by, one for all event loops: keys, room, turns, and the meters that count them. It
 * says no by throwing a {@link Refusal}.
 */
public final class Gate {
    private volatile Senders senders;
    private volatile boolean ending;
    private final Admission admission;
    private final Connections connections;
    private final IngestMeters meters;
    private final Turns<Part> turns = new Turns<>();

    public Gate(Senders senders, Admission admission, Connections connections, IngestMeters meters) {
        this.senders = senders;
        this.admission = admission;
        this.connections = connections;
        this.meters = meters;
    }

    Admission admission() {
        return admission;
    }

    Connections connections() {
        return connections;
    }

    IngestMeters meters() {
        return meters;
    }

    /** The turns in which bodies are decoded that are too large for an event loop. */
    Turns<Part> turns() {
        return turns;
    }

    /** Those of the version in force. */
    public Senders senders() {
        return senders;
    }

    /** From now on each connection ends with the next answer on it. */
    public void endConnections() {
        ending = true;
    }

    boolean isEnding() {
        return ending;
    }

    /** Puts another version in force, from the next request on. */
    public void change(Senders next) {
        senders = next;
    }

    /** The source with this key, wherever its events may be. */
    Source known(String key) {
        if (key.isEmpty()) {
            throw Refusal.noKey();
        }
        return senders.keys().share(key).orElseThrow(Refusal::unknownKey).source();
    }

    /** What the sender with this key has here; refuses one that is not known, or must not send its events here. */
    Share share(String key) {
        Senders now = senders;
        Share share = now.keys().share(key).orElseThrow(Refusal::unknownKey);
        if (!now.whereabouts().permit(share.source())) {
            throw Refusal.elsewhere(share.source(), now.whereabouts().collectors(share.source()));
        }
        return share;
    }

    /**
     * Holds the body of a request yet to come, {@code length} bytes or more; refuses what there is no room for now.
     *
     * @param late whether the event loop has no time: then it takes from each source one after the other
     */
    Hold admit(Optional<Share> sender, long length, boolean late) {
        Part bytes = sender.map(Share::bytes).orElse(admission.keyless());
        if (late && bytes.isHolding()) {
            throw Refusal.late();
        }
        sender.ifPresent(share -> check(share.requests().ask(1), share.requests()));
        check(bytes.ask(length), bytes);
        return admission.hold(bytes);
    }

    /** Takes a place for a request whose body is there; refuses it where there is none. */
    Stay enter(Share share) {
        check(admission.enter(share.requests()), share.requests());
        return new Stay(admission, share.requests());
    }

    /** Takes what a request sends out of its source's quota; refuses it where that is used up. */
    void spend(Share share, Decoded decoded) {
        if (share.allowances().areLimited()) {
            share.allowances().take(amount(decoded)).ifPresent(excess -> {
                throw Refusal.overQuota(share.source(), excess);
            });
        }
    }

    private static Amount amount(Decoded decoded) {
        long bytes = 0;
        for (Event event : decoded.events()) {
            bytes += event.data().length();
        }
        for (Rejection rejection : decoded.rejections()) {
            bytes += rejection.data().length();
        }
        return new Amount(decoded.events().size() + decoded.rejections().size(), bytes);
    }

    private static void check(Verdict verdict, Part part) {
        if (verdict != Verdict.ADMITTED) {
            throw Refusal.shed(verdict, part);
        }
    }
}

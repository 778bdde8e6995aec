package io.headwater.router.gaps;

import io.headwater.event.Attribute;
import io.headwater.event.Event;
import io.headwater.event.LoggedEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Measures what is lost before the edge, where SDKs number the events of a session: holes in the numbers, by source,
 * dialect and SDK. {@code missing − recovered} is what never came. A session counts from the first number seen here on,
 * so what it lost before that, or before this router read its partition, is not counted.
 */
public final class SdkGaps {
    private static final int MOST_SESSIONS = 100_000;
    private static final int MOST_LIBRARIES = 200;
    private static final int LONGEST_NUMBER = 15;
    private static final String OTHER = "other";
    private static final Duration SILENT = Duration.ofMinutes(2);

    private final LongSupplier nanos;
    private final MeterRegistry meters;
    /* The one that was silent longest stands first. */
    private final LinkedHashMap<Session, Numbered> sessions = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Sender, Counts> counts = new HashMap<>();

    /** One session of one SDK in one partition. */
    private record Session(int partition, Sender sender, String key) {}

    /** Who sends, as meters name it. */
    private record Sender(String source, String dialect, String library) {}

    private record Numbered(Numbering numbering, Counts counts) {}

    private record Counts(Counter numbered, Counter missing, Counter recovered) {}

    /** @param nanos as {@link System#nanoTime} tells them */
    public SdkGaps(LongSupplier nanos, MeterRegistry meters) {
        this.nanos = nanos;
        this.meters = meters;
    }

    /** An event has come that is no duplicate. */
    public void seen(int partition, LoggedEvent logged) {
        Event event = logged.event();
        String number = event.more().isEmpty() ? "" : event.more(Attribute.SEQUENCE);
        if (!isNumber(number)) {
            return;
        }
        Sender sender = sender(logged);
        Session session = new Session(partition, sender, event.partitionKey());
        Numbered known = sessions.get(session);
        if (known == null) {
            Counts counted = counts.computeIfAbsent(sender, this::counters);
            counted.numbered().increment();
            sessions.put(session, new Numbered(new Numbering(Long.parseLong(number), nanos.getAsLong()), counted));
            forgetTooMany();
            return;
        }
        known.counts().numbered().increment();
        Numbering.Change change = known.numbering().take(Long.parseLong(number), nanos.getAsLong());
        known.counts().missing().increment((double) change.missing());
        known.counts().recovered().increment((double) change.recovered());
    }

    private static boolean isNumber(String text) {
        if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private Sender sender(LoggedEvent logged) {
        Sender sender = new Sender(
                logged.source().toString(),
                logged.acceptance().origin().dialect(),
                logged.event().more(Attribute.LIBRARY));
        boolean room = counts.size() < MOST_LIBRARIES || counts.containsKey(sender);
        return room ? sender : new Sender(sender.source(), sender.dialect(), OTHER);
    }

    private void forgetTooMany() {
        while (sessions.size() > MOST_SESSIONS) {
            Iterator<Numbered> oldest = sessions.values().iterator();
            settle(oldest.next());
            oldest.remove();
        }
    }

    /** Counts and forgets the sessions that have been silent for two minutes; to be called now and then. */
    public void forgetSilent() {
        long since = nanos.getAsLong() - SILENT.toNanos();
        Iterator<Numbered> each = sessions.values().iterator();
        while (each.hasNext()) {
            Numbered oldest = each.next();
            if (!oldest.numbering().isSilentSince(since)) {
                return;
            }
            settle(oldest);
            each.remove();
        }
    }

    private static void settle(Numbered session) {
        session.counts().missing().increment((double) session.numbering().settle());
    }

    /** Another router goes on with these sessions; nothing of them is counted here any more. */
    public void revoked(int partition) {
        sessions.keySet().removeIf(session -> session.partition() == partition);
    }

    private Counts counters(Sender sender) {
        return new Counts(
                counter(sender, "headwater.sdk.numbered", "Events that their SDK had numbered"),
                counter(sender, "headwater.sdk.missing", "Numbers that did not come in time: lost before the edge"),
                counter(sender, "headwater.sdk.recovered", "Numbers counted as missing that came after all"));
    }

    private Counter counter(Sender sender, String name, String description) {
        return Counter.builder(name)
                .description(description)
                .tag("source", sender.source())
                .tag("dialect", sender.dialect())
                .tag("library", sender.library())
                .register(meters);
    }
}

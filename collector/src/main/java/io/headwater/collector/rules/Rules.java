package io.headwater.collector.rules;

import io.headwater.collector.dialect.Decoded;
import io.headwater.config.ConfigException;
import io.headwater.config.SourcesConfig;
import io.headwater.config.SourcesConfig.Source;
import io.headwater.event.Attribute;
import io.headwater.event.Event;
import io.headwater.event.Rejection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What a source's events must keep to, and what of them never becomes durable ({@code schemas}, {@code privacy}). */
public final class Rules {
    /** Of a source that has none. */
    public static final Rules NONE = new Rules(Optional.empty(), Optional.empty(), false);

    /** How an event breaks its schema, where its source flags such events. */
    public static final String BREACH = "schemabreach";

    private static final String CODE = "schema";

    private final Optional<Schemas> schemas;
    private final Optional<Redactor> redactor;
    private final boolean rejects;

    private Rules(Optional<Schemas> schemas, Optional<Redactor> redactor, boolean rejects) {
        this.schemas = schemas;
        this.redactor = redactor;
        this.rejects = rejects;
    }

    /** The events of a request that keep to the rules; {@code flagged} of them do not and go on all the same. */
    public record Applied(Decoded decoded, int flagged) {}

    /**
     * The rules of a source; fails with a sentence about the schema that cannot be used.
     *
     * @param maxDepth of an event's data
     */
    public static Rules of(Source source, int maxDepth) {
        if (source.schemas().isEmpty() && source.privacy().isNone()) {
            return NONE;
        }
        return new Rules(
                source.schemas().isEmpty() ? Optional.empty() : Optional.of(Schemas.of(source.schemas())),
                source.privacy().isNone() ? Optional.empty() : Optional.of(new Redactor(source.privacy(), maxDepth)),
                source.onBreach().equals("reject"));
    }

    /** Fails where the schemas of a source cannot be used, naming {@code file} as where the source stands. */
    public static void check(SourcesConfig sources, Path file) {
        for (Source source : sources.sources()) {
            try {
                Schemas.of(source.schemas());
            } catch (IllegalArgumentException e) {
                throw new ConfigException(
                        file.toString(),
                        "sources",
                        "of " + source.id() + " " + e.getMessage(),
                        "Mend the file, or the path to it in schemas",
                        e);
            }
        }
    }

    public boolean areNone() {
        return schemas.isEmpty() && redactor.isEmpty();
    }

    /** Applies them, the schemas to the data as it was sent. */
    public Applied apply(Decoded decoded) {
        if (areNone()) {
            return new Applied(decoded, 0);
        }
        List<Event> events = new ArrayList<>(decoded.events().size());
        List<Rejection> rejections = new ArrayList<>();
        Iterator<Event> sent = decoded.events().iterator();
        Iterator<Rejection> refused = decoded.rejections().iterator();
        Optional<Rejection> next = next(refused);
        int flagged = 0;
        int all = decoded.events().size() + decoded.rejections().size();
        for (int index = 0; index < all; index++) {
            if (next.isPresent() && next.get().index() == index) {
                rejections.add(redacted(next.get()));
                next = next(refused);
                continue;
            }
            Event event = sent.next();
            Optional<String> breach = schemas.flatMap(some -> some.breach(event));
            if (breach.isPresent() && rejects) {
                rejections.add(redacted(new Rejection(
                        index, CODE, "the event breaks the schema of its type: " + breach.get(), event.data())));
            } else {
                flagged += breach.isPresent() ? 1 : 0;
                events.add(breach.isPresent() ? flagged(redacted(event), breach.get()) : redacted(event));
            }
        }
        return new Applied(
                new Decoded(events, rejections, decoded.batch(), decoded.writeKey(), decoded.ignored()), flagged);
    }

    private static Optional<Rejection> next(Iterator<Rejection> refused) {
        return refused.hasNext() ? Optional.of(refused.next()) : Optional.empty();
    }

    private Event redacted(Event event) {
        return redactor.map(some -> some.redacted(event)).orElse(event);
    }

    private Rejection redacted(Rejection rejection) {
        return redactor.map(some -> some.redacted(rejection)).orElse(rejection);
    }

    private static Event flagged(Event event, String breach) {
        List<Attribute> more = new ArrayList<>(event.more());
        more.removeIf(each -> each.name().equals(BREACH));
        more.add(new Attribute(BREACH, breach));
        return event.with(more);
    }
}

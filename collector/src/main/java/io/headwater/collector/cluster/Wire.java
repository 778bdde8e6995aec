package io.headwater.collector.cluster;

import io.headwater.bus.Batches;
import io.headwater.bus.Forwarded;
import io.headwater.bus.LocalCodec;
import io.headwater.bus.Progress;
import io.headwater.event.Acceptance;
import io.headwater.event.Attribute;
import io.headwater.event.Event;
import io.headwater.event.EventBatch;
import io.headwater.event.EventData;
import io.headwater.event.Origin;
import io.headwater.event.Rejection;
import io.headwater.event.SourceId;
import io.vertx.core.eventbus.EventBus;
import java.time.Instant;

/** How batches, and the word that they are durable, stand on the wire between members. All of them must know the same form. */
public final class Wire {
    private static final int FORM = 1;

    private Wire() {}

    /** Makes both sendable on this bus, and what stays inside a process. */
    public static void register(EventBus bus) {
        LocalCodec.register(bus, Batches.class);
        LocalCodec.register(bus, Progress.class);
        WireCodec.register(bus, EventBatch.class, Wire::write, Wire::batch);
        WireCodec.register(bus, Forwarded.class, Wire::write, Wire::forwarded);
    }

    private static void write(WireWriter to, EventBatch batch) {
        Acceptance acceptance = batch.acceptance();
        Origin origin = acceptance.origin();
        to.number(FORM)
                .text(origin.source().tenant())
                .text(origin.source().name())
                .text(origin.dialect())
                .text(origin.region())
                .text(origin.jurisdiction())
                .text(origin.version())
                .text(acceptance.acceptedAt().toString())
                .text(acceptance.traceparent())
                .list(batch.events(), event -> write(to, event))
                .list(batch.rejections(), rejection -> write(to, rejection));
    }

    private static EventBatch batch(WireReader from) {
        checkForm(from);
        Origin origin =
                new Origin(new SourceId(from.text(), from.text()), from.text(), from.text(), from.text(), from.text());
        Instant acceptedAt = Instant.parse(from.text());
        Acceptance acceptance = new Acceptance(origin, acceptedAt, from.text());
        return new EventBatch(acceptance, from.list(() -> event(from)), from.list(() -> rejection(from)));
    }

    private static void write(WireWriter to, Event event) {
        to.text(event.id())
                .text(event.type())
                .text(event.time())
                .text(event.subject())
                .text(event.partitionKey())
                .text(event.contentType())
                .bytes(event.data().bytes())
                .list(event.more(), each -> to.text(each.name()).text(each.value()));
    }

    private static Event event(WireReader from) {
        return new Event(
                from.text(),
                from.text(),
                from.text(),
                from.text(),
                from.text(),
                from.text(),
                EventData.of(from.bytes()),
                from.list(() -> new Attribute(from.text(), from.text())));
    }

    private static void write(WireWriter to, Rejection rejection) {
        to.number(rejection.index())
                .text(rejection.code())
                .text(rejection.reason())
                .bytes(rejection.data().bytes());
    }

    private static Rejection rejection(WireReader from) {
        return new Rejection(from.number(), from.text(), from.text(), EventData.of(from.bytes()));
    }

    private static void write(WireWriter to, Forwarded forwarded) {
        to.number(FORM).text(forwarded.durability()).list(forwarded.refused(), rejection -> write(to, rejection));
    }

    private static Forwarded forwarded(WireReader from) {
        checkForm(from);
        return new Forwarded(from.text(), from.list(() -> rejection(from)));
    }

    private static void checkForm(WireReader from) {
        int form = from.number();
        if (form != FORM) {
            throw new IllegalStateException("A member speaks form " + form + " and not " + FORM
                    + ": collectors that share forwarders must be of one version");
        }
    }
}

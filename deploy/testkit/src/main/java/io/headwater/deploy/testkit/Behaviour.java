package io.headwater.deploy.testkit;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** How the sink behaves: a reply for every well-formed request. */
@FunctionalInterface
public interface Behaviour {
    Behaviour OK = always(Reply.status(200));

    Reply replyTo(SinkRequest request);

    static Behaviour always(Reply reply) {
        return request -> reply;
    }

    /** Replies so to the first n requests, and then otherwise. */
    static Behaviour first(int n, Reply reply, Behaviour then) {
        AtomicInteger seen = new AtomicInteger();
        return request -> seen.getAndIncrement() < n ? reply : then.replyTo(request);
    }

    static Behaviour when(Predicate<SinkRequest> condition, Reply reply, Behaviour otherwise) {
        return request -> condition.test(request) ? reply : otherwise.replyTo(request);
    }

    /** Replies so to every request that carries at least one of these events. */
    static Behaviour whenAnyOf(Set<String> eventIds, Reply reply, Behaviour otherwise) {
        return when(request -> request.eventIds().stream().anyMatch(eventIds::contains), reply, otherwise);
    }
}

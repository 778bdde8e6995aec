package io.headwater.router.deliver;

import io.headwater.trace.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/**
 * A span for each attempt with events of recorded traces: part of the first event's trace, and linked to those of the others
 * (OpenTelemetry's conventions for messaging). Its request carries its {@code traceparent}.
 */
final class Spans {
    private final Tracer tracer;
    private final DestinationId destination;

    Spans(Tracer tracer, DestinationId destination) {
        this.tracer = tracer;
        this.destination = destination;
    }

    /** Runs a delivery within a span, where there is to be one. To be called where nothing else runs in the same context. */
    Future<Outcome> during(Attempt attempt, Supplier<Future<Outcome>> delivery) {
        List<SpanContext> places = places(attempt);
        if (places.isEmpty()) {
            return delivery.get();
        }
        Span span = span(attempt, places);
        Scope scope = current(span);
        return delivery.get().onComplete(done -> {
            if (done.succeeded()) {
                tell(span, done.result());
            } else {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
            scope.close();
        });
    }

    private static List<SpanContext> places(Attempt attempt) {
        return attempt.events().stream()
                .map(each -> each.acceptance().traceparent())
                .filter(text -> !text.isEmpty())
                .distinct()
                .map(TraceContext::parse)
                .filter(SpanContext::isSampled)
                .toList();
    }

    private Span span(Attempt attempt, List<SpanContext> places) {
        SpanBuilder builder = tracer.spanBuilder("deliver " + destination)
                .setSpanKind(SpanKind.INTERNAL)
                .setParent(Context.root().with(Span.wrap(places.get(0))))
                .setAttribute("headwater.destination", destination.toString())
                .setAttribute("headwater.attempt", attempt.number())
                .setAttribute("headwater.events", attempt.events().size());
        places.stream().skip(1).forEach(builder::addLink);
        return builder.startSpan();
    }

    /* Closed when the delivery is done, which is later than this method can see. */
    @SuppressWarnings("MustBeClosedChecker")
    private static Scope current(Span span) {
        return span.makeCurrent();
    }

    private static void tell(Span span, Outcome outcome) {
        span.setAttribute("headwater.outcome", outcome.reason().label());
        if (!(outcome instanceof Outcome.Delivered)) {
            span.setStatus(StatusCode.ERROR);
        }
    }
}

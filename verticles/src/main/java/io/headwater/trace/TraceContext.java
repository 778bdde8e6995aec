package io.headwater.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;

/** Places in traces as events carry them: W3C {@code traceparent} texts (Trace Context, section 3.2). */
public final class TraceContext {
    private static final TextMapGetter<String> ALONE = new Alone();

    private TraceContext() {}

    /** The place of the span that is recorded here and now; where none is, the one given. */
    public static String hereOr(String traceparent) {
        SpanContext here = Span.current().getSpanContext();
        return here.isSampled() ? text(here) : traceparent;
    }

    /** Whether a span is recorded here and now. */
    public static boolean isRecordedHere() {
        return Span.current().isRecording();
    }

    /** Reads one; invalid where there is none, or none of that form. */
    public static SpanContext parse(String traceparent) {
        Context read = W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, ALONE);
        return Span.fromContext(read).getSpanContext();
    }

    private static String text(SpanContext place) {
        return "00-" + place.getTraceId() + "-" + place.getSpanId() + "-"
                + place.getTraceFlags().asHex();
    }

    /** Headers of which there is one alone. */
    private static final class Alone implements TextMapGetter<String> {
        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of("traceparent");
        }

        @Override
        public String get(String traceparent, String name) {
            return name.equals("traceparent") ? traceparent : "";
        }
    }
}

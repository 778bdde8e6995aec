package io.headwater.trace;

import io.micrometer.core.instrument.Counter;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves out of spans what may be a secret or an event: the addresses of requests, which hold write keys and whole payloads.
 * Says once when they cannot be sent, and once when they can again.
 */
final class DiscreetExporter implements SpanExporter {
    private static final Logger LOG = LoggerFactory.getLogger(DiscreetExporter.class);

    private final SpanExporter exporter;
    private final String endpoint;
    private final Counter failures;
    private final AtomicBoolean failing = new AtomicBoolean();

    /**
     * @param endpoint where they are sent to
     * @param failures counts the spans that were not taken there
     */
    DiscreetExporter(SpanExporter exporter, String endpoint, Counter failures) {
        this.exporter = exporter;
        this.endpoint = endpoint;
        this.failures = failures;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result =
                exporter.export(spans.stream().<SpanData>map(Discreet::new).toList());
        return result.whenComplete(() -> ended(spans.size(), result.isSuccess()));
    }

    private void ended(int spans, boolean success) {
        if (!success) {
            failures.increment(spans);
        }
        if (failing.getAndSet(!success) == !success) {
            return;
        }
        if (success) {
            LOG.info("Spans are taken again at {}", endpoint);
        } else {
            LOG.warn(
                    "Spans are not taken at {} (tracing.endpoint) and are dropped; events do not wait for them",
                    endpoint);
        }
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    private static final class Discreet extends DelegatingSpanData {
        private final Attributes attributes;

        Discreet(SpanData span) {
            super(span);
            this.attributes = span.getAttributes().toBuilder()
                    .removeIf(key ->
                            key.getKey().startsWith("url.") || key.getKey().equals("http.url"))
                    .build();
        }

        @Override
        public Attributes getAttributes() {
            return attributes;
        }
    }
}

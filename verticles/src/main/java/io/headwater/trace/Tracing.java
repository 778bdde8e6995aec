package io.headwater.trace;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.VertxBuilder;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.tracing.opentelemetry.OpenTelemetryOptions;
import io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The process's spans on their way to an OpenTelemetry collector, where the configuration names one; else nothing at all. */
public final class Tracing {
    private static final int MOST_AT_ONCE = 512;
    /* Its own words, a stack trace each time, are said once and shortly by our exporter. */
    private static final Logger THEIR_LOG = Logger.getLogger("io.opentelemetry.exporter");

    private final TracingConfig config;
    private final Optional<OpenTelemetrySdk> sdk;

    private Tracing(TracingConfig config, Optional<OpenTelemetrySdk> sdk) {
        this.config = config;
        this.sdk = sdk;
    }

    /** As configured. */
    public static Tracing open(TracingConfig config, MeterRegistry meters) {
        return new Tracing(config, config.isOff() ? Optional.empty() : Optional.of(sdk(config, meters)));
    }

    private static OpenTelemetrySdk sdk(TracingConfig config, MeterRegistry meters) {
        THEIR_LOG.setLevel(Level.OFF);
        Counter failures = Counter.builder("headwater.tracing.failures")
                .description("Spans that were not taken at tracing.endpoint, and are dropped")
                .register(meters);
        OtlpHttpSpanExporterBuilder exporter =
                OtlpHttpSpanExporter.builder().setEndpoint(config.endpoint()).setTimeout(config.timeout());
        config.headers().forEach(exporter::addHeader);
        BatchSpanProcessor batches = BatchSpanProcessor.builder(
                        new DiscreetExporter(exporter.build(), config.endpoint(), failures))
                .setMaxQueueSize(config.queue())
                .setMaxExportBatchSize(Math.min(config.queue(), MOST_AT_ONCE))
                .setExporterTimeout(config.timeout())
                .build();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().toBuilder()
                        .put("service.name", config.service())
                        .build())
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.share())))
                .addSpanProcessor(batches)
                .build();
        return OpenTelemetrySdk.builder()
                .setTracerProvider(provider)
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
    }

    /** Has Vert.x record what it knows of: requests in and out, and messages on the event bus between them. */
    public VertxBuilder into(VertxBuilder builder) {
        return sdk.map(OpenTelemetryTracingFactory::new)
                .map(builder::withTracer)
                .orElse(builder);
    }

    /** What {@link #into} needs among Vert.x's options. */
    public Optional<TracingOptions> options() {
        return sdk.map(open -> new OpenTelemetryOptions());
    }

    /** For spans of our own; records nothing where tracing is off. */
    public Tracer tracer() {
        return sdk.<OpenTelemetry>map(open -> open).orElse(OpenTelemetry.noop()).getTracer("io.headwater");
    }

    /** Sends what still waits, within {@code tracing.timeout}. Blocks. */
    public void close() {
        sdk.ifPresent(open -> open.shutdown().join(config.timeout().toMillis(), TimeUnit.MILLISECONDS));
    }
}

package io.headwater.collector.paths;

import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Limits;
import io.headwater.collector.dialect.amplitude.AmplitudeDialect;
import io.headwater.collector.dialect.cloudevents.CloudEventsDialect;
import io.headwater.collector.dialect.cmcd.CmcdDialect;
import io.headwater.collector.dialect.cmcd.CmcdRequestDialect;
import io.headwater.collector.dialect.ga4.Ga4Dialect;
import io.headwater.collector.dialect.headwater.BeaconDialect;
import io.headwater.collector.dialect.headwater.NativeDialect;
import io.headwater.collector.dialect.mixpanel.MixpanelDialect;
import io.headwater.collector.dialect.mux.MuxDialect;
import io.headwater.collector.dialect.otlp.OtlpDialect;
import io.headwater.collector.dialect.posthog.PostHogDialect;
import io.headwater.collector.dialect.reporting.ReportingDialect;
import io.headwater.collector.dialect.segment.RudderStackDialect;
import io.headwater.collector.dialect.segment.SegmentDialect;
import io.headwater.collector.dialect.snowplow.SnowplowDialect;
import io.headwater.config.ConfigException;
import io.headwater.config.Size;
import io.headwater.config.SourcesConfig;
import io.headwater.config.SourcesConfig.Source;
import io.headwater.event.UuidV7;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Every dialect this collector speaks. Where several share a path, the first answers until the request tells. */
public final class Dialects {
    private static final Limits ANY_LIMITS =
            new Limits(new Size(1), new Size(1), 1, new Size(1), new Size(64), new Size(64), 1);

    private Dialects() {}

    /** Fails where a source is fixed to a dialect that is none of these, naming {@code file} as where it stands. */
    public static void check(SourcesConfig sources, Path file) {
        List<String> names = all(ANY_LIMITS, Clock.systemUTC()).stream()
                .map(Dialect::name)
                .sorted()
                .toList();
        for (Source source : sources.sources()) {
            if (names.stream().noneMatch(source::sends)) {
                throw new ConfigException(
                        file.toString(),
                        "sources",
                        "the dialect of " + source.id() + " is '" + source.dialect() + "', which is not spoken here",
                        "Known are " + Source.ANY_DIALECT + ", " + String.join(", ", names));
            }
        }
    }

    public static List<Dialect> all(Limits limits, Clock clock) {
        EventCheck check = new EventCheck(limits, new UuidV7(clock));
        return List.of(
                new NativeDialect(check),
                new BeaconDialect(check),
                new SegmentDialect(check),
                new RudderStackDialect(check),
                new CloudEventsDialect(check),
                new CmcdDialect(check),
                new CmcdRequestDialect(check),
                new OtlpDialect(check),
                new SnowplowDialect(check),
                new PostHogDialect(check),
                new ReportingDialect(check),
                new MuxDialect(check),
                new AmplitudeDialect(check),
                new MixpanelDialect(check),
                new Ga4Dialect(check));
    }
}

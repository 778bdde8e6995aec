package io.headwater.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.Headwater;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * That nothing has become several times slower than what it stands on. Ratios of neighbouring measurements, never times: machines
 * differ, and are shared. The limits are about half, and of costs about twice, what short runs of cold processes show, so that only a
 * mistake is beyond.
 */
class RatiosIT {
    private static final Logger LOG = LoggerFactory.getLogger(RatiosIT.class);

    @TempDir
    private Path folder;

    @Test
    void nothingHasBecomeSeveralTimesSlower() throws IOException {
        Bench.Plan plan = new Bench.Plan(
                Headwater.class, Set.of(Bench.Part.INGEST, Bench.Part.WHOLE), 5_000, 3, 1_000, 64, 200, 10_000, 0);
        JsonObject figures = new Bench(plan, folder, LOG::info).run().json();
        assertThat(folder).as("what the bench wrote").isEmptyDirectory();
        LOG.info("{}", figures.encodePrettily());
        assertThat(ratio(figures, "ingest, one event a request", "collector")).isGreaterThan(0.25);
        assertThat(ratio(figures, "ingest, batches of 100", "collector")).isGreaterThan(0.15);
        assertThat(ratio(figures, "delivery to one webhook, batches of up to 100", "router"))
                .isGreaterThan(0.2);
        assertThat(ratio(figures, "ingest, one event a request: CPU time for an event", "collector"))
                .isLessThan(4);
        assertThat(ratio(figures, "ingest, batches of 100: CPU time for an event", "collector"))
                .isLessThan(8);
        for (String nothing : List.of("lost", "repeated")) {
            assertThat(figures.getJsonObject("end to end, 200 events/s")
                            .getJsonObject(nothing)
                            .getDouble("max"))
                    .as(nothing)
                    .isZero();
        }
    }

    private static double ratio(JsonObject figures, String group, String name) {
        return figures.getJsonObject(group)
                .getJsonObject(name)
                .getJsonObject("ofLimit")
                .getDouble("median");
    }
}

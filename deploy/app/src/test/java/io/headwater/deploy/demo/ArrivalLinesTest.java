package io.headwater.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.process.Screen;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ArrivalLinesTest {
    private final Screen screen = Screen.of(new CommandLine(CommandSpec.create()));
    private final ArrivalLines lines = new ArrivalLines(screen, ZoneOffset.UTC, "/demo/players");

    @Test
    void showsTheFirstInFull() {
        assertThat(lines.arrived(Arrived.sample(0, "{\"type\":\"play\",\"a\":{\"b\":1}}")))
                .contains(
                        "  POST /hook",
                        "  ce-type             heartbeat",
                        "  webhook-signature   v1,abc  ✓ checked",
                        "    \"type\" : \"play\",");
    }

    @Test
    void showsALineForEachOfTheOthers() {
        lines.arrived(Arrived.sample(0, "{}"));

        assertThat(lines.arrived(Arrived.sample(1, "{\"buffer_ms\":900}")))
                .containsExactly("  12:00:00.000  heartbeat         65ee3cf…     7 ms  buffer_ms=900");
    }

    @Test
    void readsAttributesAsTheirHeadersSayThem() {
        lines.arrived(Arrived.sample(0, "{}"));

        assertThat(lines.arrived(Arrived.like("Episode%20%E6%B5%B7+1", "d%C3%A9")))
                .containsExactly("  12:00:00.000  Episode 海+1       dé           7 ms");
        assertThat(lines.arrived(Arrived.like("%1B[2J", "%1B[2J")))
                .containsExactly("  12:00:00.000  ·[2J              ·[2J         7 ms");
    }

    @Test
    void showsNoSessionWhereTheEventHasNone() {
        lines.arrived(Arrived.sample(0, "{}"));

        assertThat(lines.arrived(Arrived.like("play", "id-1")))
                .containsExactly("  12:00:00.000  play                           7 ms");
    }

    @Test
    void cutsWhatIsLong() {
        lines.arrived(Arrived.sample(0, "{}"));

        assertThat(lines.arrived(Arrived.sample(1, "{\"x\":\"" + "y".repeat(500) + "\"}")))
                .allMatch(line -> line.length() == screen.columns());
    }

    @Test
    void showsASecondInALineOnceEventsComeTooFastToRead() {
        second(30);

        assertThat(second(30)).containsExactly("  12:00:01      30 events/s   lag p50 7 ms   p95 7 ms   60 so far");
    }

    @Test
    void showsTenOfTheSecondInWhichItGetsTooFastAndSaysHowManyThereWere() {
        second(1);

        assertThat(second(25)).hasSize(11).last().asString().contains("25 events/s");
    }

    @Test
    void returnsToALineForEachWhenItIsCalmAgain() {
        second(30);
        second(3);

        assertThat(second(3)).hasSize(3).allMatch(line -> line.contains("heartbeat"));
    }

    @Test
    void alwaysShowsAnEventOfYourOwn() {
        lines.arrived(Arrived.sample(0, "{}"));
        for (int i = 0; i < 20; i++) {
            lines.arrived(Arrived.sample(i, "{}"));
        }
        assertThat(lines.arrived(Arrived.own(98, "{\"user\":\"ada\"}"))).hasSize(1);
        lines.secondOver(Arrived.NOON);
        lines.arrived(Arrived.sample(0, "{}"));

        assertThat(lines.arrived(Arrived.own(99, "{\"user\":\"ada\"}")))
                .containsExactly("  12:00:00.000  heartbeat         65ee3cf…     4 ms");
    }

    /** Lets events arrive and a second end; all that was shown meanwhile. */
    private List<String> second(int events) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            shown.addAll(lines.arrived(Arrived.sample(i, "{}")));
        }
        shown.addAll(lines.secondOver(Arrived.NOON.plusSeconds(1)));
        return shown;
    }
}

package io.headwater.deploy.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperateTextTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void alignsDestinationsWhateverTheirNumbers() {
        JsonObject open = destination("acme/crm", "open");
        JsonObject down = destination("acme/warehouse", "down")
                .put("reason", "5xx")
                .put("held", 12_000)
                .put("backlog", 1_204_000)
                .put("oldest", "2026-01-31T08:40:00Z")
                .put("nextProbe", "2026-01-31T12:00:30Z");

        assertThat(DestinationsList.table(List.of(open, down), NOW).lines())
                .containsExactly(
                        "destination     state  reason  held    in flight  backlog    oldest  next probe  delivered  dead",
                        "acme/crm        open   -       0       0/8        0          -       -           7          0",
                        "acme/warehouse  down   5xx     12,000  0/8        1,204,000  3h 20m  in 30s      7          0");
    }

    @Test
    void saysNothingOfADestinationThatIsWell() {
        assertThat(DestinationsList.sentences(destination("acme/crm", "open"), NOW))
                .isEmpty();
    }

    @Test
    void saysWhatToDoWhereSomethingIsWrong() {
        JsonObject paused = new JsonObject()
                .put("by", "ada at 10.0.0.1")
                .put("at", "2026-01-31T11:00:00Z")
                .put("note", "their disk");
        assertThat(DestinationsList.sentences(destination("acme/crm", "paused").put("paused", paused), NOW))
                .containsExactly(
                        "acme/crm was paused 60m ago by ada at 10.0.0.1 (their disk); its events wait. To go on:"
                                + " headwater destinations resume acme/crm");
        assertThat(DestinationsList.sentences(
                        destination("acme/crm", "setup").put("reason", "401").put("mend", "Check the secret"), NOW))
                .containsExactly("acme/crm takes nothing until something is mended (401); its events wait. Check the"
                        + " secret. To try at once then: headwater destinations resume acme/crm");
        assertThat(DestinationsList.sentences(
                        destination("acme/crm", "down").put("reason", "timeout").put("dead", 3), NOW))
                .containsExactly(
                        "acme/crm is down (timeout); its events wait, and it is tried by itself. To try at once:"
                                + " headwater destinations resume acme/crm",
                        "acme/crm has dead letters. To see them: headwater deadletters list --destination acme/crm");
    }

    @Test
    void showsHowLanesStandAlsoWhileKafkaDoesNotSayWhatWaits() {
        JsonObject unseen = destination("acme/crm", "open");
        unseen.remove("backlog");

        assertThat(DestinationsList.table(List.of(unseen), NOW).lines().get(1)).contains("  ?  ");
        assertThat(DestinationsList.sentences(unseen, NOW))
                .singleElement()
                .asString()
                .contains("Kafka does not answer");
    }

    @Test
    void showsNoControlCharactersOfEvents() {
        JsonObject letter = new JsonObject()
                .put("position", "3:117")
                .put("at", "2026-01-31T11:00:00.123Z")
                .put("destination", "acme/crm")
                .put("reason", "refused")
                .put("source", "acme/web")
                .put("type", "page\u001b[2J")
                .put("attempts", "1")
                .put("id", "x".repeat(1_000));

        List<String> lines = DeadLettersList.table(List.of(letter)).lines();
        assertThat(lines.get(1))
                .contains("3:117   2026-01-31T11:00:00Z", "page�[2J")
                .doesNotContain("\u001b");
        assertThat(lines.get(1)).hasSizeLessThan(140);
    }

    @Test
    void saysWhetherAPlanIsCountedOrEstimated() {
        JsonObject plan = new JsonObject()
                .put("from", "2026-01-31T06:00:00Z")
                .put("to", "2026-01-31T10:00:00Z")
                .put("destination", "acme/crm")
                .put("range", 2_000_000)
                .put("events", 500_000)
                .put("bytes", 300_000_000)
                .put("seconds", 1_000)
                .put("rate", 500);

        assertThat(ReplayStart.plan(plan.put("exact", true)))
                .contains("To acme/crm would go again: 500,000 events, 286.1 MiB, in 16m at 500/s.");
        assertThat(ReplayStart.plan(plan.put("exact", false)))
                .contains("To acme/crm would go again: about 500,000 events, about 286.1 MiB, in about 16m at 500/s.");
    }

    @Test
    void countsWhatWouldBeRedrivenByDestination() {
        JsonObject counts = new JsonObject()
                .put("matching", 3)
                .put("marked", 2)
                .put("impossible", 1)
                .put("cut", true)
                .put("destinations", new JsonObject().put("acme/crm", 3));

        assertThat(DeadLettersRedrive.counted(counts))
                .containsExactly(
                        "3 dead letters to redrive:",
                        "  acme/crm  3",
                        "2 redriven before: left alone.",
                        "1 with nowhere to go: their destination is not known or not in destinations.yaml any more.",
                        "There may be more: not all were looked at. Narrow it with --since.");
    }

    private static JsonObject destination(String name, String state) {
        return new JsonObject()
                .put("destination", name)
                .put("state", state)
                .put("reason", "")
                .put("mend", "")
                .put("held", 0)
                .put("inFlight", 0)
                .put("limit", 8)
                .put("backlog", 0)
                .put("delivered", 7)
                .put("dead", 0);
    }
}

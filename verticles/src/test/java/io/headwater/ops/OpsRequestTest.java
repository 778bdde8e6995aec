package io.headwater.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpsRequestTest {

    @Test
    void refusesAnArgumentNobodyKnowsAndSaysWhichThereAre() {
        OpsRequest request = with(new JsonObject().put("limt", "3"));

        assertThatThrownBy(() -> request.knowing("since", "limit"))
                .isInstanceOf(OpsRefusal.class)
                .hasMessage("There is no argument 'limt' here. Known: limit, since");
    }

    @Test
    void readsNumbersOfAQueryAndOfABodyAlike() {
        assertThat(with(new JsonObject().put("limit", "30")).number("limit", 1, 100))
                .hasValue(30);
        assertThat(with(new JsonObject().put("limit", 30)).number("limit", 1, 100))
                .hasValue(30);
        assertThat(with(new JsonObject()).number("limit", 1, 100)).isEmpty();
    }

    @Test
    void refusesNumbersOutOfRangeAndWhatIsNone() {
        for (Object wrong : new Object[] {0, 101, -5, 2.5, "many", "99999999999999999999", true}) {
            assertThatThrownBy(() -> with(new JsonObject().put("limit", wrong)).number("limit", 1, 100))
                    .isInstanceOf(OpsRefusal.class)
                    .hasMessageStartingWith("limit must be a whole number from 1 to 100, was '");
        }
    }

    @Test
    void refusesTextThatIsNoneAndTellsNoMoreThanALineOfIt() {
        OpsRequest request = with(new JsonObject().put("note", new JsonObject().put("x", "y".repeat(5_000))));

        assertThatThrownBy(() -> request.text("note"))
                .isInstanceOf(OpsRefusal.class)
                .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(200));
        assertThatThrownBy(
                        () -> with(new JsonObject().put("note", "n".repeat(11))).shortText("note", 10))
                .hasMessage("note has 11 characters, and may have 10");
    }

    @Test
    void takesWhatIsNeitherTrueNorFalseForAMistake() {
        assertThat(with(new JsonObject().put("dryRun", true)).is("dryRun")).isTrue();
        assertThat(with(new JsonObject().put("dryRun", "true")).is("dryRun")).isTrue();
        assertThat(with(new JsonObject()).is("dryRun")).isFalse();
        assertThatThrownBy(() -> with(new JsonObject().put("dryRun", "yes")).is("dryRun"))
                .hasMessage("dryRun must be true or false, was 'yes'");
    }

    private static OpsRequest with(JsonObject arguments) {
        return new OpsRequest(Map.of(), arguments, "127.0.0.1", true);
    }
}

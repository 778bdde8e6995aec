package io.headwater.router.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
    /* The example that the libraries of Standard Webhooks are tested with. */
    private static final WebhookSecret SECRET = WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long TIMESTAMP = 1614265330;
    private static final Buffer BODY = Buffer.buffer("{\"test\": 2432232314}");
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    @Test
    void signsThePublishedExample() {
        assertThat(new Signature(List.of(SECRET)).of(ID, TIMESTAMP, BODY)).isEqualTo(SIGNATURE);
    }

    @Test
    void signsOnceForEachSecretWhileTheyAreRotated() {
        WebhookSecret other = WebhookSecret.parse("whsec_" + Base64.getEncoder().encodeToString(new byte[32]));
        String both = new Signature(List.of(other, SECRET)).of(ID, TIMESTAMP, BODY);
        assertThat(both.split(" ")).hasSize(2).contains(SIGNATURE);
    }

    @Test
    void signsAgainTheSame() {
        Signature signature = new Signature(List.of(SECRET));
        signature.of("another", 1, Buffer.buffer("body"));
        assertThat(signature.of(ID, TIMESTAMP, BODY)).isEqualTo(SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_c2hvcnQ=", "whsec_not base64!"})
    void refusesASecretThatIsNoneWithoutShowingIt(String text) {
        assertThatThrownBy(() -> WebhookSecret.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .satisfies(error -> assertThat(
                                text.isEmpty() || !error.getMessage().contains(text + " "))
                        .isTrue());
        assertThat(SECRET.toString()).doesNotContain("MfKQ");
    }
}

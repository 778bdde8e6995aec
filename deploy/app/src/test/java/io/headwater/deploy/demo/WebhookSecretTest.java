package io.headwater.deploy.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WebhookSecretTest {
    /* The example of the specification's own libraries. */
    private final WebhookSecret secret = WebhookSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String TIME = "1614265330";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    @Test
    void knowsItsSignature() {
        assertThat(secret.signed(ID, TIME, BODY, SIGNATURE)).isTrue();
    }

    @Test
    void findsItAmongThoseOfARotation() {
        assertThat(secret.signed(ID, TIME, BODY, "v1,AAAA " + SIGNATURE)).isTrue();
    }

    @Test
    void refusesWhatIsNotSigned() {
        assertThat(secret.signed(ID, TIME, BODY, "")).isFalse();
        assertThat(secret.signed(ID, TIME, BODY, SIGNATURE.replace("v1,", ""))).isFalse();
        assertThat(secret.signed(ID, TIME, "{}".getBytes(UTF_8), SIGNATURE)).isFalse();
        assertThat(secret.signed(ID, "1614265331", BODY, SIGNATURE)).isFalse();
        assertThat(secret.signed("msg_other", TIME, BODY, SIGNATURE)).isFalse();
    }

    @Test
    void isAnotherEachTime() {
        assertThat(WebhookSecret.random().text())
                .startsWith("whsec_")
                .isNotEqualTo(WebhookSecret.random().text());
    }

    @Test
    void readsWhatItWrites() {
        assertThat(WebhookSecret.of(secret.text()).signed(ID, TIME, BODY, SIGNATURE))
                .isTrue();
    }
}

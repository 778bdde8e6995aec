package io.headwater.router.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.testkit.FakeClock;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {
    private final Judgement judgement = new Judgement(FakeClock.at(Instant.parse("2026-01-15T12:00:00Z")));

    @ParameterizedTest
    @CsvSource({
        "200, delivered, 2xx",
        "202, delivered, 2xx",
        "204, delivered, 2xx",
        "299, delivered, 2xx",
        "408, transient, 408",
        "425, transient, 425",
        "429, transient, 429",
        "500, transient, 5xx",
        "503, transient, 503",
        "599, transient, 5xx",
        "102, transient, unexpected",
        "600, transient, unexpected",
        "301, setup, 3xx",
        "304, setup, 3xx",
        "307, setup, 3xx",
        "401, setup, 401",
        "403, setup, 403",
        "404, setup, 404",
        "410, setup, 410",
        "400, refused, 4xx",
        "405, refused, 4xx",
        "413, refused, 4xx",
        "422, refused, 4xx"
    })
    void aStatusHasItsClass(int status, String outcome, String label) {
        Reason reason = judged(status, Optional.empty()).reason();
        assertThat(reason.outcome()).isEqualTo(outcome);
        assertThat(reason.label()).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | 120",
                "0 | 0",
                "99999999999999999999 | 999999999",
                "Thu, 15 Jan 2026 12:00:30 GMT | 30",
                "Thu, 15 Jan 2026 11:00:00 GMT | 0"
            })
    void aWishToWaitIsRead(String header, long seconds) {
        for (int status : new int[] {429, 503}) {
            assertThat(judged(status, Optional.of(header)))
                    .isEqualTo(new Outcome.Throttled(Duration.ofSeconds(seconds), status));
        }
        assertThat(judged(500, Optional.of(header))).isEqualTo(new Outcome.Transient(Reason.SERVER_ERROR, 500));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"-5", "soon", "1.5", "''", "2026-01-15T12:00:30Z"})
    void aWishNobodyCanReadIsNone(String header) {
        assertThat(judged(429, Optional.of(header))).isEqualTo(new Outcome.Transient(Reason.TOO_MANY, 429));
    }

    @Test
    void noAnswerHasItsClassToo() {
        assertThat(judgement.of(new TimeoutException())).contains(new Outcome.Transient(Reason.TIMEOUT, 0));
        assertThat(judgement.of(new ConnectException())).contains(new Outcome.Transient(Reason.CONNECTION, 0));
        assertThat(judgement.of(new IOException("reset"))).contains(new Outcome.Transient(Reason.CONNECTION, 0));
        assertThat(judgement.of(new SSLHandshakeException("unknown certificate")))
                .contains(new Outcome.Setup(Reason.TLS, 0));
        assertThat(judgement.of(new IOException(new CertificateException("expired"))))
                .contains(new Outcome.Setup(Reason.TLS, 0));
        assertThat(judgement.of(new StreamResetException(0, new TimeoutException())))
                .contains(new Outcome.Transient(Reason.TIMEOUT, 0));
        assertThat(judgement.of(new IllegalStateException("a fault of ours"))).isEmpty();
    }

    @Test
    void aRefusalCarriesTheAnswer() {
        assertThat(judgement.of(new Answer(422, Optional.empty(), "no such field")))
                .isEqualTo(new Outcome.Refused(422, "no such field"));
    }

    private Outcome judged(int status, Optional<String> retryAfter) {
        return judgement.of(new Answer(status, retryAfter, ""));
    }
}

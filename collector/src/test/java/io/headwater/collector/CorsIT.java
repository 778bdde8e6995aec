package io.headwater.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.broker.EmbeddedBroker;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pages of other origins are told. */
class CorsIT extends OnOneCollector {
    private static final String ORIGIN = "https://www.example.tv";

    @BeforeAll
    static void start(EmbeddedBroker broker) {
        startCollector(broker);
    }

    @Test
    void anAnswerNamesTheOriginThatAsked() {
        assertOpen(collector.post("/v1/events?key=it-key", "{}".getBytes(UTF_8), "Origin", ORIGIN));
    }

    @ParameterizedTest
    @CsvSource({"/v1/events?key=nobodys, {}, 401", "/v1/events?key=it-key, {, 400", "/nowhere?key=it-key, {}, 404"})
    void soDoesAnErrorSoThatThePageCanReadIt(String target, String body, int status) {
        Answer answer = collector.post(target, body.getBytes(UTF_8), "Origin", ORIGIN);
        assertThat(answer.status()).isEqualTo(status);
        assertOpen(answer);
    }

    @Test
    void whoIsNoPageIsToldNothingOfOrigins() {
        Answer answer = collector.post("/v1/events?key=it-key", "{}".getBytes(UTF_8));
        assertThat(answer.headers().map()).doesNotContainKeys("access-control-allow-origin", "vary");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/t | authorization | authorization",
                "/v1/batch | anonymousid,authorization,content-type,sentat | anonymousid, authorization, content-type, sentat",
                "/v1/events/it-key | Content-Type, X-Evil | content-type"
            })
    void aPreflightIsAnsweredForTwoHoursWithTheHeadersThatSdksSend(String path, String asked, String allowed) {
        Answer answer = collector.ask(
                "OPTIONS",
                path,
                "Origin",
                ORIGIN,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                asked);
        assertThat(answer.status()).isEqualTo(204);
        assertOpen(answer);
        assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo("POST");
        assertThat(answer.header("Access-Control-Allow-Headers")).isEqualTo(allowed);
        assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("7200");
        assertThat(answer.header("Vary")).contains("Access-Control-Request-Headers");
    }

    @Test
    void aPreflightForNoPathIs404() {
        Answer answer = collector.ask("OPTIONS", "/nowhere", "Origin", ORIGIN, "Access-Control-Request-Method", "POST");
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void aSenderOfCloudEventsIsAllowedToDeliver() {
        Answer answer = collector.ask(
                "OPTIONS",
                "/v1/events",
                "WebHook-Request-Origin",
                "eventemitter.example.com",
                "WebHook-Request-Rate",
                "120");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("WebHook-Allowed-Origin")).isEqualTo("eventemitter.example.com");
        assertThat(answer.header("WebHook-Allowed-Rate")).isEqualTo("*");
        assertThat(answer.header("Allow")).contains("POST");
    }

    private static void assertOpen(Answer answer) {
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(answer.header("Access-Control-Expose-Headers")).contains("Retry-After");
        assertThat(answer.header("Timing-Allow-Origin")).isEqualTo(ORIGIN);
        assertThat(answer.header("Vary")).contains("Origin");
    }
}

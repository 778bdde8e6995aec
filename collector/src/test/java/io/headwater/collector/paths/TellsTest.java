package io.headwater.collector.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Requests;
import io.headwater.deploy.testkit.Capture;
import io.headwater.deploy.testkit.Captures;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests to the same path, side by side. */
class TellsTest {
    private static final String ANY = "any";

    private final Paths paths = new Paths(Dialects.all(Requests.LIMITS, Clock.systemUTC()));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ | application/cloudevents+json | {\"specversion\":\"1.0\"} | cloudevents",
                "/ | application/cloudevents-batch+json; charset=utf-8 | [] | cloudevents",
                "/ | application/cmcd | e=t | cmcd",
                "/ | application/reports+json | [] | reporting",
                "/ | application/csp-report | {} | reporting",
                "/ | text/plain | {\"metadata\":{\"transmission_timestamp\":1},\"events\":[]} | mux",
                "/ | text/plain | {\"events\":[],\"metadata\":{\"transmission_timestamp\":1}} | mux",
                "/ | application/json | {\"a\":1} | cloudevents",
                "/batch | application/json | {\"writeKey\":\"k\",\"batch\":[]} | segment",
                "/batch/ | application/json | {\"api_key\":\"k\",\"batch\":[]} | posthog",
                "/batch/ | application/json | {\"batch\":[],\"api_key\":\"k\"} | posthog",
                "/batch | application/json | {\"api_key\":\"k\",\"events\":[{\"event_type\":\"a\"}]} | amplitude",
                "/v1/batch | application/json | {\"batch\":[{\"messageId\":\"m\",\"timestamp\":\"t\"}]} | segment",
                "/v1/batch | application/json | {\"batch\":[{\"messageId\":\"m\",\"originalTimestamp\":\"t\"}]} | rudderstack",
                "/v1/track | text/plain | {\"event\":\"e\"} | segment",
                "/v1/track | text/plain | {\"event\":\"e\",\"originalTimestamp\":\"t\"} | rudderstack"
            })
    void areToldApartByWhatIsInThem(String path, String type, String body, String dialect) {
        assertThat(told(Requests.post(path, body, "Content-Type", type), ANY)).isEqualTo(dialect);
    }

    @Test
    void binaryCloudEventsAreToldByTheirHeaders() {
        assertThat(told(Requests.post("/", "<x/>", "ce-specversion", "1.0", "Content-Type", "text/xml"), ANY))
                .isEqualTo("cloudevents");
        assertThat(told(Requests.post("/", "{\"transmission_timestamp\":1,\"events\":1}", "ce-id", "1"), ANY))
                .isEqualTo("cloudevents");
    }

    @Test
    void rudderStacksBrowserSdkIsToldByItsHeader() {
        assertThat(told(Requests.post("/v1/track", "{}", "AnonymousId", "YQ=="), ANY))
                .isEqualTo("rudderstack");
    }

    @Test
    void aSourceThatSpeaksOneOfThemDecides() {
        assertThat(told(Requests.post("/v1/batch", "{\"batch\":[]}"), "rudderstack"))
                .isEqualTo("rudderstack");
        assertThat(told(Requests.post("/", "{}"), "mux")).isEqualTo("mux");
        assertThat(told(Requests.post("/", "{}", "Content-Type", "application/cmcd"), "segment"))
                .isEqualTo("cmcd");
    }

    @Test
    void everyCaptureIsToldAsTheDialectItIsOf() {
        for (Capture capture : Captures.all()) {
            if (capture.method().equals("OPTIONS") || capture.name().contains("request-mode")) {
                continue;
            }
            String folder = capture.name().substring(0, capture.name().indexOf('/'));
            String expected = folder.equals("reporting-api") ? "reporting" : folder;
            assertThat(told(Requests.of(capture), ANY)).as(capture.name()).isEqualTo(expected);
        }
    }

    private String told(Request request, String fixed) {
        Place place = paths.at(request.head().method(), request.head().path()).orElseThrow();
        return Tells.dialect(place, fixed, request.head(), request.bytes()).name();
    }
}

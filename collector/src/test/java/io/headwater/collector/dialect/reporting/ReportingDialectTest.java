package io.headwater.collector.dialect.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Requests;
import io.headwater.deploy.testkit.Captures;
import io.headwater.event.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportingDialectTest {
    private static final String TYPE = "application/reports+json";

    private final ReportingDialect dialect = new ReportingDialect(Requests.check());

    @Test
    void takesACapturedReportByteForByteAndTellsWhenItWas() throws Malformed {
        Request request = captured(5);
        Decoded decoded = dialect.decode(request);
        assertThat(decoded.events()).hasSize(1);
        Event event = decoded.events().get(0);
        assertThat("[" + Requests.text(event) + "]")
                .isEqualTo(new String(request.bytes(), java.nio.charset.StandardCharsets.UTF_8));
        assertThat(event.type()).isEqualTo("csp-violation");
        assertThat(event.more("correctedtime")).isEqualTo("2026-11-24T11:59:59.995Z");
        assertThat(dialect.accepted(request, decoded).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void takesACapturedReportOfReportUri(int capture) throws Malformed {
        Request request = captured(capture);
        Event event = dialect.decode(request).events().get(0);
        assertThat(event.type()).isEqualTo("csp-violation");
        assertThat(event.data().bytes()).isEqualTo(request.bytes());
    }

    /** The example of Network Error Logging, section 7.1. */
    @Test
    void takesANetworkErrorAmongOthers() throws Malformed {
        String nel = "{\n  \"age\": 1500,\n  \"type\": \"network-error\",\n  \"url\": \"https://www.example.com/\",\n"
                + "  \"body\": {\"sampling_fraction\": 0.5, \"elapsed_time\": 18, \"phase\": \"dns\","
                + " \"type\": \"dns.name_not_resolved\"}\n}";
        Decoded decoded = dialect.decode(Requests.post(
                "/reports", "[" + nel + ",7,{\"type\":\"deprecation\",\"age\":0}]", "Content-Type", TYPE));
        assertThat(decoded.events()).extracting(Event::type).containsExactly("network-error", "deprecation");
        assertThat(Requests.text(decoded.events().get(0))).isEqualTo(nel);
        assertThat(decoded.events().get(0).more("correctedtime")).isEqualTo("2026-11-24T11:59:58.500Z");
        assertThat(decoded.rejections()).extracting("code").containsExactly("not_an_object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[{}", "{} {}", "hello"})
    void refusesWhatIsNoReport(String body) {
        assertThatThrownBy(() -> dialect.decode(Requests.post("/reports", body, "Content-Type", TYPE)))
                .isInstanceOf(Malformed.class);
    }

    private static Request captured(int number) {
        return Requests.of(Captures.read("reporting-api/chromium-reports-" + number));
    }
}

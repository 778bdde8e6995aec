package io.headwater.collector.dialect.reporting;

import io.headwater.collector.dialect.Attributes;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Endpoint;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Found;
import io.headwater.collector.dialect.JsonEvents;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Reply;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Rfc3339;
import io.headwater.collector.dialect.Scan;
import io.headwater.collector.dialect.Text;
import io.headwater.collector.dialect.Wanted;
import io.headwater.event.Attribute;
import java.time.Instant;
import java.util.List;

/**
 * What browsers report of themselves: the Reporting API's arrays (deprecations, interventions, crashes, policy violations,
 * network errors), and the older {@code report-uri} of Content Security Policy, one report a request. A report says how
 * old it is and not when it was, which on the edge's clock is the corrected time.
 */
public final class ReportingDialect implements Dialect {
    private static final Wanted REPORT = Wanted.of("type", "age#", "csp-report.document-uri");
    private static final String CSP = "csp-violation";
    private static final String DEFAULT_TYPE = "report";

    private final EventCheck check;

    public ReportingDialect(EventCheck check) {
        this.check = check;
    }

    @Override
    public String name() {
        return "reporting";
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/reports"),
                Endpoint.post("/reports/:key"),
                Endpoint.post("/v1/reports"),
                Endpoint.post("/v1/reports/:key"),
                Endpoint.post("/csp"),
                Endpoint.post("/csp/:key"),
                Endpoint.post("/"));
    }

    @Override
    public Decoded decode(Request request) throws Malformed {
        byte[] bytes = request.bytes();
        Found found = check.found();
        if (Text.first(bytes) == '[') {
            JsonEvents.array(bytes, check, REPORT, scan -> add(found, request, scan));
            return found.batch("");
        }
        JsonEvents.one(bytes, check, REPORT, scan -> add(found, request, scan));
        return found.single("");
    }

    private void add(Found found, Request request, Scan scan) throws Malformed {
        boolean csp = !scan.member(2).isEmpty() || request.head().contentType().equals("application/csp-report");
        check.add(
                found,
                request.bytes(),
                scan,
                new Attributes("", Attributes.first(scan.member(0), csp ? CSP : DEFAULT_TYPE), "", "", "")
                        .with(Attribute.CORRECTED_TIME, before(request.at(), scan.member(1))));
    }

    private static String before(Instant at, String age) {
        return Rfc3339.parse(Rfc3339.ofMillis(age))
                .map(millis -> Rfc3339.format(at.minusMillis(millis.toEpochMilli())))
                .orElse("");
    }

    @Override
    public Reply accepted(Request request, Decoded decoded) {
        return Reply.nothing();
    }
}

package io.headwater.collector.ingest;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/**
 * Answers OPTIONS: a page's preflight, the validation of a webhook (CloudEvents HTTP Webhooks 1.0 section 4), by which a
 * sender of CloudEvents asks whether it may deliver here, and what is left.
 */
final class Options {
    private static final String ORIGIN = "WebHook-Request-Origin";
    private static final String RATE = "WebHook-Request-Rate";

    private Options() {}

    /**
     * Answers, and tells with what status.
     *
     * @param methods answered at the path, one or more
     */
    static int answer(HttpServerRequest request, List<String> methods) {
        HttpServerResponse response = request.response();
        response.setStatusCode(204).putHeader("Allow", String.join(", ", methods) + ", OPTIONS");
        if (Cors.isPreflight(request)) {
            Cors.preflight(request, methods);
        }
        String sender = request.headers().get(ORIGIN);
        if (sender != null) {
            response.setStatusCode(200).putHeader("WebHook-Allowed-Origin", sender);
            if (request.headers().contains(RATE)) {
                response.putHeader("WebHook-Allowed-Rate", "*");
            }
        }
        response.end();
        return response.getStatusCode();
    }
}

package io.headwater.router.operate;

import io.headwater.deploy.testkit.SinkRequest;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.router.TestRouter;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A router that is operated, as these tests have it: one destination {@code crm}, fed by the source {@code web}. */
final class Operated {
    private Operated() {}

    static String to(WebhookSink sink) {
        return """
                destinations:
                  - {tenant: TENANT, name: crm, kind: webhook, url: "URL", secret: SECRET, format: cloudevents-batch,
                     batch: {max: 10, linger: 5ms}, timeout: 10s, allowPrivateAddresses: true}
                routes:
                  - {from: TENANT/web, to: crm}
                """.replace("URL", sink.url());
    }

    /** The events that arrived, each once: under load an answer may come too late and an event be sent again. */
    static Set<String> arrived(WebhookSink sink) {
        return ids(sink, request -> true);
    }

    /** Those that arrived in requests of a replay. */
    static Set<String> arrivedAgain(WebhookSink sink) {
        return ids(sink, request -> request.header("Headwater-Replay").isPresent());
    }

    private static Set<String> ids(WebhookSink sink, Predicate<SinkRequest> of) {
        return sink.requests().stream()
                .filter(of)
                .flatMap(each -> each.eventIds().stream())
                .collect(Collectors.toSet());
    }

    /** How the destination of this tenant stands. */
    static JsonObject destination(TestRouter router, String tenant) {
        return router.look("/api/destinations").getJsonArray("destinations").stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("destination").equals(tenant + "/crm"))
                .findFirst()
                .orElseThrow();
    }
}

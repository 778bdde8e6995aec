package io.headwater.router.operate;

import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.router.TestRouter;
import io.vertx.core.json.JsonObject;

/** A router that is operated, as these tests have it: one destination {@code crm}, fed by the source {@code web}. */
final class Operated {
    private Operated() {}

    static String to(WebhookSink sink) {
        return """
                destinations:
                  - {tenant: TENANT, name: crm, kind: webhook, url: "URL", secret: SECRET, format: cloudevents-batch,
                     batch: {max: 10, linger: 5ms}, timeout: 1s, allowPrivateAddresses: true}
                routes:
                  - {from: TENANT/web, to: crm}
                """.replace("URL", sink.url());
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

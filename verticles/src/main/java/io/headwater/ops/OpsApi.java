package io.headwater.ops;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the calls of {@link OpsRoutes} over HTTP: JSON in, JSON out, {@code {"error": …}} with a sentence where not. */
final class OpsApi {
    private static final Logger LOG = LoggerFactory.getLogger(OpsApi.class);
    private static final int MOST_BODY = 64 * 1024;
    private static final int MOST_SHOWN = 200;
    private static final Map<Integer, String> SENTENCES = Map.of(
            400, "The request cannot be read. Mend its path, its query or its body",
            404, "There is nothing at this path. Mend the path",
            405, "This path is not called with this method. Use GET to look and POST to change",
            413, "The body is larger than 64 KiB. Send less",
            500, "This should not happen. The log of this process says more");

    private final OpsGuard guard;

    OpsApi(OpsGuard guard) {
        this.guard = guard;
    }

    void mount(Router router, OpsRoutes routes) {
        router.route("/api/*").handler(this::guard);
        for (OpsRoutes.Added each : routes.added()) {
            if (each.method().equals(HttpMethod.POST)) {
                router.post(each.path())
                        .handler(BodyHandler.create(false).setBodyLimit(MOST_BODY))
                        .handler(context -> answer(context, each.call(), body(context)));
            } else {
                router.get(each.path()).handler(context -> answer(context, each.call(), query(context)));
            }
        }
        SENTENCES.forEach((status, sentence) -> router.errorHandler(status, context -> failed(context, status)));
    }

    private void guard(RoutingContext context) {
        guard.refusal(context.request())
                .ifPresentOrElse(
                        refusal -> send(context, OpsAnswer.error(refusal.status(), refusal.sentence())), context::next);
    }

    private void answer(RoutingContext context, OpsRoutes.Call call, JsonObject arguments) {
        HttpServerRequest asked = context.request();
        OpsRequest request = new OpsRequest(
                context.pathParams(), arguments, asked.remoteAddress().hostAddress(), guard.trusts(asked));
        call(call, request)
                .recover(error -> Future.succeededFuture(refused(error)))
                .onSuccess(done -> send(context, done));
    }

    private static Future<OpsAnswer> call(OpsRoutes.Call call, OpsRequest request) {
        try {
            return call.answer(request);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static JsonObject query(RoutingContext context) {
        JsonObject arguments = new JsonObject();
        MultiMap query = context.queryParams();
        query.names().forEach(name -> arguments.put(name, query.get(name)));
        return arguments;
    }

    /* That the type must be JSON keeps the forms of foreign web pages out: for JSON a browser asks first. */
    private static JsonObject body(RoutingContext context) {
        String type = String.valueOf(context.request().getHeader("Content-Type"));
        if (!type.startsWith("application/json")) {
            throw OpsRefusal.wrong(
                    "The body must be JSON: send Content-Type: application/json, and {} for no arguments");
        }
        try {
            JsonObject body = context.body().length() <= 0
                    ? null
                    : context.body().buffer().toJsonObject();
            return body == null ? new JsonObject() : body;
        } catch (DecodeException | ClassCastException e) {
            throw OpsRefusal.wrong("The body is not a JSON object. Send one, such as {}");
        }
    }

    private static OpsAnswer refused(Throwable error) {
        if (error instanceof OpsRefusal refusal) {
            return OpsAnswer.error(refusal.status(), refusal.sentence());
        }
        LOG.error("A call of the operate port failed", error);
        return OpsAnswer.error(500, SENTENCES.getOrDefault(500, ""));
    }

    private static void failed(RoutingContext context, int status) {
        if (context.failure() instanceof OpsRefusal refusal) {
            send(context, OpsAnswer.error(refusal.status(), refusal.sentence()));
            return;
        }
        if (status == 500 && context.failure() != null) {
            LOG.error("A call of the operate port failed", context.failure());
        }
        String path = String.valueOf(context.request().path());
        String where = path.length() <= MOST_SHOWN ? path : path.substring(0, MOST_SHOWN) + "…";
        send(context, OpsAnswer.error(status, SENTENCES.getOrDefault(status, "") + " (" + where + ")"));
    }

    private static void send(RoutingContext context, OpsAnswer answer) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status()).putHeader("Content-Type", "application/json");
        if (answer.status() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        if (!context.request().isEnded()) {
            response.putHeader("Connection", "close"); // what is still to come of the body is not read
        }
        response.end(answer.body().toBuffer());
    }
}

package io.headwater.ops;

import io.vertx.core.json.JsonObject;

/** What a call of the operate port is answered: a status and a JSON object. */
public record OpsAnswer(int status, JsonObject body) {

    public static OpsAnswer ok(JsonObject body) {
        return new OpsAnswer(200, body);
    }

    /** Why not, as {@code {"error": …}}. */
    static OpsAnswer error(int status, String sentence) {
        return new OpsAnswer(status, new JsonObject().put("error", sentence));
    }
}

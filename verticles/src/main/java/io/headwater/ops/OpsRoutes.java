package io.headwater.ops;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The calls that the sides of a process answer on the operate port, all of them below {@code /api}. */
public final class OpsRoutes {
    private final List<Added> added = new ArrayList<>();
    private final Map<String, Supplier<JsonObject>> configs = new TreeMap<>();

    /** Answers one call. Runs on an event loop, so that what blocks goes elsewhere; {@link OpsRefusal} says no. */
    public interface Call {
        Future<OpsAnswer> answer(OpsRequest request);
    }

    record Added(HttpMethod method, String path, Call call) {}

    /**
     * Adds a call that only looks.
     *
     * @param path such as {@code /api/destinations/:tenant}
     */
    public OpsRoutes get(String path, Call call) {
        added.add(new Added(HttpMethod.GET, path, call));
        return this;
    }

    /** Adds a call that changes something; its arguments are a JSON object in the body. */
    public OpsRoutes post(String path, Call call) {
        added.add(new Added(HttpMethod.POST, path, call));
        return this;
    }

    /** Tells at {@code GET /api/config}, beside the other sides, what this one goes by. Holds no secret. */
    public void config(String side, Supplier<JsonObject> told) {
        configs.put(side, told);
    }

    List<Added> added() {
        List<Added> all = new ArrayList<>(added);
        all.add(new Added(HttpMethod.GET, "/api/config", asked -> Future.succeededFuture(OpsAnswer.ok(configs()))));
        return all;
    }

    private JsonObject configs() {
        JsonObject all = new JsonObject();
        configs.forEach((side, told) -> all.put(side, told.get()));
        return all;
    }
}

package io.headwater.router;

import io.headwater.reload.Reload;
import io.headwater.router.deliver.DestinationConfig;
import io.headwater.router.route.Route;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What {@code /api/config} tells of a router: which version is in force and what it says. No secrets, and of a URL what names its host. */
record ConfigTold(RouterConfig config, Reload<RouterData> data) {

    JsonObject json() {
        DestinationsConfig known = data.now().destinations();
        JsonArray destinations = new JsonArray();
        known.destinations().forEach(each -> destinations.add(destination(each)));
        JsonArray routes = new JsonArray();
        known.routes().forEach(each -> routes.add(route(each)));
        return data.told()
                .put("region", config.region())
                .put("destinations", destinations)
                .put("routes", routes);
    }

    private static JsonObject destination(DestinationConfig destination) {
        return new JsonObject()
                .put("destination", destination.id().toString())
                .put("kind", destination.kind())
                .put("to", destination.origin())
                .put("format", destination.format())
                .put("ordering", destination.ordering())
                .put("jurisdiction", destination.jurisdiction())
                .put("within", destination.objective().within().toString())
                .put("share", destination.objective().share().toString());
    }

    private static JsonObject route(Route route) {
        return new JsonObject().put("from", route.from()).put("to", route.to());
    }
}

package io.headwater.collector;

import io.headwater.config.RegionsConfig.Region;
import io.headwater.config.SourcesConfig.Source;
import io.headwater.reload.Reload;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What {@code /api/config} tells of a collector: which version is in force and what it says. No keys, no secrets. */
record ConfigTold(CollectorConfig config, Reload<CollectorData> data) {

    JsonObject json() {
        JsonArray sources = new JsonArray();
        data.now().sources().sources().forEach(source -> sources.add(source(source)));
        JsonArray regions = new JsonArray();
        data.now().regions().regions().forEach(region -> regions.add(region(region)));
        return data.told()
                .put("site", config.site())
                .put("region", config.region())
                .put("regions", regions)
                .put("sources", sources);
    }

    private static JsonObject source(Source source) {
        return new JsonObject()
                .put("source", source.id().toString())
                .put("writeKeys", source.writeKeys().size())
                .put("jurisdiction", source.jurisdiction())
                .put("ordered", source.ordered())
                .put("dialect", source.dialect())
                .put(
                        "schemas",
                        new JsonArray(
                                source.schemas().keySet().stream().sorted().toList()));
    }

    private static JsonObject region(Region region) {
        return new JsonObject()
                .put("region", region.name())
                .put("jurisdiction", region.jurisdiction())
                .put("kafka", region.kafka().bootstrapServers())
                .put("collectors", new JsonArray(region.collectors()));
    }
}

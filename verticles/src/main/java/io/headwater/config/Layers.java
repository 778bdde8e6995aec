package io.headwater.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** Lays configuration over configuration: a file over the shipped one, the environment over both. */
final class Layers {
    private Layers() {}

    /** Lays {@code over} over {@code base}, mapping by mapping; lists and values are replaced whole. */
    static void merge(ObjectNode base, ObjectNode over) {
        over.fields().forEachRemaining(field -> {
            if (base.get(field.getKey()) instanceof ObjectNode below && field.getValue() instanceof ObjectNode above) {
                merge(below, above);
            } else {
                base.set(field.getKey(), field.getValue());
            }
        });
    }

    /** Lays the environment over the leaves of {@code tree}; the variables that were, by the key each is laid over. */
    static Map<String, String> override(ObjectNode tree, Map<String, String> environment) {
        Map<String, String> laid = new HashMap<>();
        override(tree, "", "HEADWATER", environment, laid);
        return laid;
    }

    private static void override(
            ObjectNode tree, String above, String prefix, Map<String, String> environment, Map<String, String> laid) {
        Iterator<Map.Entry<String, JsonNode>> fields = tree.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            String name = variable(prefix, field.getKey());
            String key = above + field.getKey();
            if (field.getValue() instanceof ObjectNode below) {
                override(below, key + ".", name, environment, laid);
            } else if (environment.containsKey(name)) {
                laid.put(key, name);
                field.setValue(TextNode.valueOf(environment.get(name)));
            }
        }
    }

    /** {@code HEADWATER_KAFKA} and {@code bootstrapServers} make {@code HEADWATER_KAFKA_BOOTSTRAP_SERVERS}. */
    private static String variable(String prefix, String key) {
        return prefix + "_" + key.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }
}

package io.headwater.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Fills {@code ${env:NAME}} and {@code ${file:path}} into configuration values; relative paths count from the file. */
final class Secrets {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

    private final Path beside;
    private final Map<String, String> environment;

    Secrets(Path beside, Map<String, String> environment) {
        this.beside = beside;
        this.environment = environment;
    }

    /** The files that any text in {@code text}, which is what {@code beside} holds, refers to. */
    static Set<Path> files(Path beside, String text) {
        return REFERENCE
                .matcher(text)
                .results()
                .filter(found -> found.group(1).equals("file"))
                .map(found -> beside.resolveSibling(found.group(2)))
                .collect(Collectors.toSet());
    }

    /** Replaces every reference in every text of {@code tree}; fails with {@link InvalidValue} naming the missing one. */
    void fillIn(ObjectNode tree) {
        fillIn(tree, "");
    }

    private void fillIn(JsonNode node, String key) {
        if (node instanceof ObjectNode object) {
            object.fields().forEachRemaining(field -> {
                String name = key.isEmpty() ? field.getKey() : key + "." + field.getKey();
                field.setValue(filled(field.getValue(), name));
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, filled(array.get(i), key + "[" + i + "]"));
            }
        }
    }

    private JsonNode filled(JsonNode node, String key) {
        if (node.isTextual()) {
            return TextNode.valueOf(fill(key, node.textValue()));
        }
        fillIn(node, key);
        return node;
    }

    private String fill(String key, String text) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String value =
                    matcher.group(1).equals("env") ? variable(key, matcher.group(2)) : file(key, matcher.group(2));
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
    }

    private String variable(String key, String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new InvalidValue(key, "refers to the environment variable " + name + ", which is not set");
        }
        return value;
    }

    private String file(String key, String name) {
        Path path = beside.resolveSibling(name);
        try {
            return Files.readString(path).strip();
        } catch (IOException e) {
            InvalidValue invalid = new InvalidValue(key, "refers to the file " + path + ", which cannot be read");
            invalid.initCause(e);
            throw invalid;
        }
    }
}

package io.headwater.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One YAML configuration file, read in this order: the shipped defaults, the file over them, the environment over both,
 * then secrets filled in, then bound to a record that checks itself. Whatever is wrong is a {@link ConfigException}
 * naming the file, or the environment variable where the value comes from there, and key and mend.
 */
public final class ConfigFile {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .addModule(new SimpleModule().addDeserializer(Duration.class, new DurationText()))
            .build();

    private final Path path;
    private final Map<String, String> environment;
    private final Set<String> later;

    /**
     * @param later keys whose behaviour does not exist yet, list elements written {@code name[]}: refused by name
     */
    public ConfigFile(Path path, Map<String, String> environment, Set<String> later) {
        this.path = path;
        this.environment = Map.copyOf(environment);
        this.later = Set.copyOf(later);
    }

    /** Reads the file over the defaults in class path resource {@code shipped}; every leaf has an environment override. */
    public <T> T over(String shipped, Class<T> type) {
        ObjectNode tree = resource(shipped);
        ObjectNode own = own();
        refuseLater(own, "", "");
        Layers.merge(tree, own);
        return bind(tree, type, Layers.override(tree, environment));
    }

    /**
     * Reads a data file: each element of the list {@code list} is laid over {@code elementDefaults}, itself YAML.
     */
    public <T> T list(String list, String elementDefaults, Class<T> type) {
        ObjectNode tree = own();
        refuseLater(tree, "", "");
        ObjectNode defaults = parse(elementDefaults);
        JsonNode elements = tree.path(list);
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof ObjectNode element) {
                ObjectNode merged = defaults.deepCopy();
                Layers.merge(merged, element);
                ((ArrayNode) elements).set(i, merged);
            }
        }
        return bind(tree, type, Map.of());
    }

    /** The files of secrets that a YAML file refers to, for all that can be told without reading it as YAML; there or not. */
    public static Set<Path> secrets(Path file, String text) {
        return Secrets.files(file, text);
    }

    private ObjectNode own() {
        try {
            return parse(Files.readString(path));
        } catch (NoSuchFileException e) {
            throw new ConfigException(
                    path.toString(), "", "there is no such file", "Create it or name its folder with --conf", e);
        } catch (IOException e) {
            throw new ConfigException(path.toString(), "", "the file cannot be read", "Make it readable UTF-8 text", e);
        }
    }

    private ObjectNode parse(String yaml) {
        try {
            JsonNode tree = YAML.readTree(yaml);
            if (tree == null || tree.isMissingNode() || tree.isNull()) {
                return YAML.createObjectNode();
            }
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new ConfigException(
                    path.toString(), "", "the file is not a mapping of keys", "Write it as key: value");
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new ConfigException(
                    path.toString(),
                    "",
                    "not readable as YAML" + line + ": " + firstLine(e.getOriginalMessage()),
                    "Mend the syntax there",
                    e);
        }
    }

    private static ObjectNode resource(String name) {
        try (InputStream in =
                Objects.requireNonNull(ConfigFile.class.getResourceAsStream(name), () -> "no resource " + name)) {
            return (ObjectNode) YAML.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refuseLater(JsonNode node, String key, String shape) {
        if (later.contains(shape)) {
            throw new ConfigException(path.toString(), key, "this version has no such behaviour yet", "Remove the key");
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                refuseLater(node.get(i), key + "[" + i + "]", shape + "[]");
            }
        }
        node.fields()
                .forEachRemaining(field ->
                        refuseLater(field.getValue(), child(key, field.getKey()), child(shape, field.getKey())));
    }

    /** @param variables those laid over the file, by key */
    private <T> T bind(ObjectNode tree, Class<T> type, Map<String, String> variables) {
        try {
            new Secrets(path, environment).fillIn(tree);
            return YAML.treeToValue(tree, type);
        } catch (InvalidValue e) {
            throw new ConfigException(where(e.key(), variables), e.key(), e.problem(), "Mend the value", e);
        } catch (UnrecognizedPropertyException e) {
            throw new ConfigException(
                    path.toString(),
                    key(e),
                    "there is no such key",
                    Nearest.to(e.getPropertyName(), e.getKnownPropertyIds()),
                    e);
        } catch (JsonMappingException e) {
            throw refused(e, variables);
        } catch (JsonProcessingException e) {
            throw new ConfigException(path.toString(), "", firstLine(e.getOriginalMessage()), "Mend the file", e);
        }
    }

    private ConfigException refused(JsonMappingException e, Map<String, String> variables) {
        if (e.getCause() instanceof InvalidValue invalid) {
            String key = whole(key(e), invalid.key());
            return new ConfigException(where(key, variables), key, invalid.problem(), "Mend the value", e);
        }
        if (e.getOriginalMessage().contains(" creator property ")) {
            return new ConfigException(
                    path.toString(), key(e), "the key is missing or empty", "Add it, or mend its spelling", e);
        }
        String problem = e.getCause() instanceof IllegalArgumentException cause && cause.getMessage() != null
                ? cause.getMessage()
                : firstLine(e.getOriginalMessage());
        return new ConfigException(where(key(e), variables), key(e), problem, "Mend the value", e);
    }

    /** A record names its keys from the top of the file, but below its own name where there are several of it. */
    private static String whole(String path, String key) {
        String name = key.substring(0, Math.max(0, key.indexOf('.')));
        if (!name.isEmpty() && path.endsWith("." + name)) {
            return path + key.substring(name.length());
        }
        return path.contains("[") ? child(path, key) : key;
    }

    /** Where a value stands: in the file, or in the environment variable that is laid over it. */
    private String where(String key, Map<String, String> variables) {
        return variables.getOrDefault(key, path.toString());
    }

    private static String key(JsonMappingException e) {
        String key = "";
        for (JsonMappingException.Reference part : e.getPath()) {
            key = part.getFieldName() == null ? key + "[" + part.getIndex() + "]" : child(key, part.getFieldName());
        }
        return key;
    }

    private static String child(String key, String name) {
        return key.isEmpty() ? name : key + "." + name;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("not readable");
    }
}

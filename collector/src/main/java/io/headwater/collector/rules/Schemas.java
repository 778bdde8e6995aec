package io.headwater.collector.rules;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.headwater.collector.dialect.MediaTypes;
import io.headwater.config.SourcesConfig.Source;
import io.headwater.event.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON Schemas of one source, by event type. Drafts 4 to 2020-12, the last where a schema does not say; a
 * {@code $ref} leads to files below the schema's own folder and nowhere else.
 */
final class Schemas {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    /* Of no host: files stand below it by their names. */
    private static final String BASE = "https://schemas.invalid/";
    private static final int LONGEST_REASON = 300;

    private final Map<String, Schema> byType;
    private final Optional<Schema> others;

    private Schemas(Map<String, Schema> byType) {
        this.byType = Map.copyOf(byType);
        this.others = Optional.ofNullable(byType.get(Source.ANY_TYPE));
    }

    /** Fails with a sentence about the file where one cannot be read or is no schema. */
    static Schemas of(Map<String, String> files) {
        Map<String, Schema> byType = new HashMap<>();
        files.forEach((type, file) -> byType.put(type, read(Path.of(file))));
        return new Schemas(byType);
    }

    private static Schema read(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isRegularFile(file)) {
            throw new IllegalArgumentException("the schema " + file + " is not there");
        }
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaLoader(loader -> loader.fetchRemoteResources(false)
                        .resourceLoaders(loaders -> loaders.add(iri -> {
                            String name = iri.toString();
                            return name.startsWith(BASE) ? () -> open(folder, name.substring(BASE.length())) : null;
                        }))));
        try {
            JsonNode node = JSON.readTree(Files.readAllBytes(file));
            if (!node.isObject() && !node.isBoolean()) {
                throw new IllegalArgumentException("the schema " + file + " is no JSON object");
            }
            requireReferences(file, node, folder, new HashSet<>());
            return registry.getSchema(SchemaLocation.of(BASE + file.getFileName()), node);
        } catch (IOException | SchemaException e) {
            throw new IllegalArgumentException(
                    "the schema " + file + " cannot be used: " + firstLine(String.valueOf(e.getMessage())), e);
        }
    }

    /* The library looks for what a schema refers to when an event first gets there. */
    private static void requireReferences(Path file, JsonNode node, Path folder, Set<Path> seen) throws IOException {
        if (!seen.add(file)) {
            return;
        }
        for (JsonNode reference : node.findValues("$ref")) {
            String text = reference.asText();
            int mark = text.indexOf('#');
            String name = mark < 0 ? text : text.substring(0, mark);
            String pointer = mark < 0 ? "" : text.substring(mark + 1);
            Path other = name.isEmpty() ? file : folder.resolve(name).normalize();
            if (name.contains(":") || !other.startsWith(folder) || !Files.isRegularFile(other)) {
                throw new IllegalArgumentException(
                        "the schema " + file + " refers to " + text + ", which is no file below " + folder);
            }
            JsonNode root = name.isEmpty() ? node : JSON.readTree(Files.readAllBytes(other));
            if (pointer.startsWith("/") && root.at(pointer).isMissingNode()) {
                throw new IllegalArgumentException(
                        "the schema " + file + " refers to " + text + ", which is not there");
            }
            requireReferences(other, root, folder, seen);
        }
    }

    private static ByteArrayInputStream open(Path folder, String name) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder)) {
            throw new IOException(name + " is not below " + folder);
        }
        return new ByteArrayInputStream(Files.readAllBytes(file));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** How an event breaks the schema of its type, without any of its values; empty where it does not or there is none. */
    Optional<String> breach(Event event) {
        Optional<Schema> schema = Optional.ofNullable(byType.get(event.type())).or(() -> others);
        if (schema.isEmpty()) {
            return Optional.empty();
        }
        if (!MediaTypes.isJson(event.contentType())) {
            return Optional.of("its data is not JSON");
        }
        try {
            List<Error> errors = schema.get().validate(parsed(event));
            return errors.isEmpty() ? Optional.empty() : Optional.of(sentence(errors.get(0)));
        } catch (SchemaException e) {
            return Optional.of("it cannot be applied"); // refers to an anchor that is not there
        }
    }

    private static JsonNode parsed(Event event) {
        try {
            return JSON.readTree(event.data().bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // was read once before it came here
        }
    }

    private static String sentence(Error error) {
        String property = error.getProperty();
        String sentence = error.getKeyword() + " at " + error.getInstanceLocation()
                + (property == null ? "" : ", member '" + property + "'");
        return sentence.substring(0, Math.min(sentence.length(), LONGEST_REASON));
    }
}

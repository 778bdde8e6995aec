package io.headwater.deploy.process;

import io.headwater.config.Size;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The keys that two configuration files have in common must agree where one process reads both: it has one Kafka, one
 * region, one log. Which keys these are is not listed anywhere: every key that both records know is one.
 */
final class SharedKeys {
    private final Path first;
    private final Path second;

    SharedKeys(Path first, Path second) {
        this.first = first;
        this.second = second;
    }

    /** A sentence for each key whose values differ, naming both files and both values; the key {@code but} may. */
    List<String> disagreements(Record a, Record b, String but) {
        List<String> sentences = new ArrayList<>();
        compare("", a, b, (key, difference) -> {
            if (!key.startsWith(but + ".")) {
                sentences.add(first + ": " + key + ": " + difference
                        + ". One process reads both files: give the key one value, or leave it out of both");
            }
        });
        return sentences;
    }

    private void compare(String prefix, Record a, Record b, BiConsumer<String, String> differing) {
        Map<String, RecordComponent> known = Arrays.stream(b.getClass().getRecordComponents())
                .collect(Collectors.toMap(RecordComponent::getName, Function.identity()));
        for (RecordComponent component : a.getClass().getRecordComponents()) {
            RecordComponent other = known.get(component.getName());
            if (other != null) {
                compareValues(prefix + component.getName(), value(component, a), value(other, b), differing);
            }
        }
    }

    private void compareValues(String key, Object a, Object b, BiConsumer<String, String> differing) {
        if (a instanceof Record left && b instanceof Record right && !(a instanceof Size)) {
            compare(key + ".", left, right, differing);
        } else if (!a.equals(b)) {
            String here = shown(a).map(value -> "is " + value + ", but ").orElse("differs from ");
            differing.accept(
                    key, here + second + shown(b).map(value -> " has " + value).orElse(""));
        }
    }

    private static Object value(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a configuration record hides " + component.getName(), e);
        }
    }

    /** A value as people write it; none where it may hold a secret, as Kafka's own properties do. */
    private static Optional<String> shown(Object value) {
        if (value instanceof Map) {
            return Optional.empty();
        }
        return Optional.of("'" + (value instanceof Duration time ? time.toMillis() + "ms" : value) + "'");
    }
}

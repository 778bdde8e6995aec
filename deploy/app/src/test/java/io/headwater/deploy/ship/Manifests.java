package io.headwater.deploy.ship;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Manifests as Kubernetes would read them, but strictly: the models keep what they do not know among further properties, where an API
 * server would warn of it or drop it.
 */
final class Manifests {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Map<String, Class<? extends HasMetadata>> MODELS = Map.ofEntries(
            Map.entry("v1 ConfigMap", ConfigMap.class),
            Map.entry("v1 Secret", Secret.class),
            Map.entry("v1 Service", Service.class),
            Map.entry("v1 ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1 Deployment", Deployment.class),
            Map.entry("apps/v1 StatefulSet", StatefulSet.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            Map.entry("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class),
            Map.entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class),
            Map.entry("kafka.strimzi.io/v1 Kafka", Kafka.class),
            Map.entry("kafka.strimzi.io/v1 KafkaNodePool", KafkaNodePool.class),
            Map.entry("kafka.strimzi.io/v1 KafkaTopic", KafkaTopic.class),
            Map.entry("kafka.strimzi.io/v1 KafkaUser", KafkaUser.class));

    private final List<ObjectNode> documents;

    private Manifests(List<ObjectNode> documents) {
        this.documents = documents;
    }

    /** Of YAML with any number of documents. */
    static Manifests of(String yaml) {
        try (MappingIterator<JsonNode> all = YAML.readerFor(JsonNode.class).readValues(yaml)) {
            List<ObjectNode> documents = new ArrayList<>();
            all.forEachRemaining(each -> {
                if (each instanceof ObjectNode object) {
                    documents.add(object);
                }
            });
            return new Manifests(documents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return documents.size();
    }

    Stream<ObjectNode> documents() {
        return documents.stream();
    }

    /** {@code Kind/name} of each. */
    List<String> names() {
        return documents.stream()
                .map(each -> each.path("kind").asText() + "/"
                        + each.at("/metadata/name").asText())
                .toList();
    }

    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return documents.stream()
                .filter(each -> model(each).filter(kind::equals).isPresent())
                .map(each -> kind.cast(parsed(each, kind)))
                .toList();
    }

    <T extends HasMetadata> T one(Class<T> kind, String name) {
        return all(kind).stream()
                .filter(each -> each.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind.getSimpleName() + " " + name + " in " + names()));
    }

    /** Those no model is known of. */
    List<ObjectNode> others() {
        return documents.stream().filter(each -> model(each).isEmpty()).toList();
    }

    /** What no model has a place for, by where it stands. */
    Map<String, Object> unknown() {
        Map<String, Object> unknown = new TreeMap<>();
        documents.forEach(each -> model(each)
                .ifPresent(model -> unknown(
                        each.path("kind").asText() + "/"
                                + each.at("/metadata/name").asText(),
                        parsed(each, model),
                        unknown)));
        return unknown;
    }

    private static Optional<Class<? extends HasMetadata>> model(ObjectNode document) {
        return Optional.ofNullable(MODELS.get(document.path("apiVersion").asText() + " "
                + document.path("kind").asText()));
    }

    private static HasMetadata parsed(ObjectNode document, Class<? extends HasMetadata> model) {
        try {
            return YAML.treeToValue(document, model);
        } catch (IOException e) {
            throw new UncheckedIOException(document.path("kind").asText(), e);
        }
    }

    private static void unknown(String place, Object value, Map<String, Object> unknown) {
        if (value instanceof Collection<?> all) {
            int i = 0;
            for (Object each : all) {
                unknown(place + "[" + i++ + "]", each, unknown);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> unknown(place + "." + key, each, unknown));
        } else if (value != null && isModel(value.getClass())) {
            further(value).forEach((key, each) -> unknown.put(place + "." + key, each));
            fields(value.getClass())
                    .filter(field -> !field.getName().equals("additionalProperties"))
                    .forEach(field -> unknown(place + "." + field.getName(), read(field, value), unknown));
        }
    }

    private static boolean isModel(Class<?> type) {
        return !type.isEnum()
                && (type.getName().startsWith("io.fabric8.") || type.getName().startsWith("io.strimzi."));
    }

    private static Map<?, ?> further(Object model) {
        try {
            Method getter = model.getClass().getMethod("getAdditionalProperties");
            Object further = getter.invoke(model);
            return further instanceof Map<?, ?> map ? map : Map.of();
        } catch (NoSuchMethodException e) {
            return Map.of();
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Field> fields(Class<?> type) {
        return Stream.<Class<?>>iterate(type, each -> each != null && isModel(each), Class::getSuperclass)
                .flatMap(each -> Stream.of(each.getDeclaredFields()))
                .filter(field -> !Modifier.isStatic(field.getModifiers()));
    }

    private static Object read(Field field, Object of) {
        try {
            field.setAccessible(true);
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}

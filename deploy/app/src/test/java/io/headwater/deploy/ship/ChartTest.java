package io.headwater.deploy.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.headwater.deploy.process.ConfigFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart, rendered by Helm's own engine and read strictly. */
class ChartTest {
    private static final Path DEPLOY = Path.of("..").toAbsolutePath().normalize();
    private static final Path CHART = DEPLOY.resolve("helm/headwater");
    private static final YAMLMapper YAML = new YAMLMapper();

    @TempDir
    Path folder;

    @Test
    void helmFindsNothingToSayAboutIt() {
        LintResult lint = new Helm(CHART).lint().strict().call();
        assertThat(lint.isFailed()).as(String.join("\n", lint.getMessages())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eu-west", "us-east"})
    void everyManifestIsOneThatKubernetesKnowsToTheLastKey(String region) {
        Manifests rendered = rendered(region);
        assertThat(rendered.unknown()).isEmpty();
        assertThat(rendered.others())
                .extracting(each -> each.path("kind").asText())
                .containsExactly("ScaledObject");
        assertThat(rendered.others())
                .allSatisfy(each -> assertThat(problems(each)).isEmpty());
        assertThat(rendered.names()).doesNotHaveDuplicates();
    }

    /** So that the check above is one. */
    @Test
    void aKeyThatIsNoneIsFound() {
        Manifests wrong = Manifests.of("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: x}
                spec: {template: {spec: {containers: [{name: a, readynessProbe: {}}]}}}
                """);
        assertThat(wrong.unknown()).containsOnlyKeys("Deployment/x.spec.template.spec.containers[0].readynessProbe");
        ObjectNode scaled = rendered("").others().get(0);
        ((ObjectNode) scaled.path("spec")).put("minReplicas", 1);
        assertThat(problems(scaled)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "region=eu west           | region",
                "collector.replica=2      | replica",
                "router.autoscaling.lagSeconds=0 | lagSeconds",
                "kafka.bootstrapServers=kafka | bootstrapServers",
                "collector.service.type=Ingress | type",
                "collector.spool.maxBytes=8G | maxBytes",
            })
    void aValueThatIsWrongIsRefusedByName(String wrong, String name) {
        String[] value = wrong.strip().split("=", 2);
        assertThatThrownBy(() -> template("").set(value[0], value[1]).call()).hasMessageContaining(name);
    }

    @Test
    void theFilesItMakesAreAConfigurationThatHeadwaterTakes() throws IOException {
        Manifests rendered = rendered("eu-west", """
                data:
                  existing: ""
                  sources: [{tenant: acme, name: web, writeKeys: [a-key]}]
                  destinations:
                    - {tenant: acme, name: crm, kind: webhook, url: "https://hooks.acme.example/e",
                       secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, format: cloudevents}
                  routes: [{from: acme/web, to: crm}]
                """);
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.createDirectories(folder.resolve("secrets/kafka-user"));
        Files.writeString(folder.resolve("secrets/kafka-user/sasl.jaas.config"), "a login module");
        write(conf, rendered.one(ConfigMap.class, "headwater-conf").getData());
        write(conf, rendered.one(Secret.class, "headwater-data").getStringData());
        var read = new ConfigFolder(conf, Map.of()).all();
        assertThat(read.sides().collector().region()).isEqualTo("eu-west");
        assertThat(read.sides().collector().kafka().properties())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.jaas.config", "a login module");
        assertThat(read.sides().router().kafka().topics().replication()).isEqualTo(3);
        assertThat(read.data().regions().regions()).hasSize(2);
        assertThat(read.routing().destinations().routes()).hasSize(1);
    }

    @Test
    void podsHaveNoRightsTheyDoNotNeedAndAreAskedHowTheyAre() {
        Manifests rendered = rendered("eu-west");
        PodSpec collector = rendered.one(StatefulSet.class, "headwater-collector")
                .getSpec()
                .getTemplate()
                .getSpec();
        PodSpec router = rendered.one(Deployment.class, "headwater-router")
                .getSpec()
                .getTemplate()
                .getSpec();
        for (PodSpec pod : List.of(collector, router)) {
            Container container = pod.getContainers().get(0);
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
            assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
            assertThat(pod.getTopologySpreadConstraints()).hasSize(2);
            assertThat(container.getEnv())
                    .filteredOn(each -> each.getName().equals("HEADWATER_OPS_TOKEN"))
                    .hasSize(1);
        }
        assertThat(collector
                        .getContainers()
                        .get(0)
                        .getLifecycle()
                        .getPreStop()
                        .getSleep()
                        .getSeconds())
                .isEqualTo(5);
        assertThat(collector.getTerminationGracePeriodSeconds())
                .as("preStop, drain.announce, and closing after drain.timeout")
                .isGreaterThan(5 + 5 + 20);
    }

    @Test
    void whatIsInASpoolStaysWhenAPodGoes() {
        StatefulSet collector = rendered("").one(StatefulSet.class, "headwater-collector");
        assertThat(collector.getSpec().getPersistentVolumeClaimRetentionPolicy().getWhenScaled())
                .isEqualTo("Retain");
        assertThat(collector.getSpec().getVolumeClaimTemplates())
                .extracting(each -> each.getMetadata().getName())
                .containsExactly("spool");
        assertThat(collector
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getVolumeMounts())
                .anySatisfy(mount -> {
                    assertThat(mount.getName()).isEqualTo("spool");
                    assertThat(mount.getMountPath()).isEqualTo("/var/lib/headwater");
                });
    }

    @Test
    void routersReachTheInternetAndNothingPrivate() {
        Manifests rendered = rendered("");
        List<IPBlock> blocks = rendered.one(NetworkPolicy.class, "headwater-router").getSpec().getEgress().stream()
                .flatMap(rule -> rule.getTo().stream())
                .map(peer -> peer.getIpBlock())
                .filter(block -> block != null)
                .toList();
        assertThat(blocks).extracting(IPBlock::getCidr).containsExactly("0.0.0.0/0", "::/0");
        assertThat(blocks.get(0).getExcept())
                .contains("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8");
        assertThat(blocks.get(1).getExcept()).contains("fc00::/7", "fe80::/10", "::1/128");
        assertThat(rendered.one(NetworkPolicy.class, "headwater-collector").getSpec().getEgress().stream()
                        .flatMap(rule -> rule.getTo().stream()))
                .as("a collector reaches Kafka and names, nothing else")
                .allSatisfy(peer -> assertThat(peer.getIpBlock()).isNull());
    }

    @Test
    void bothSidesScaleByWhatRisesWithTraffic() {
        Manifests rendered = rendered("eu-west");
        HorizontalPodAutoscaler collector = rendered.one(HorizontalPodAutoscaler.class, "headwater-collector");
        assertThat(collector.getSpec().getMetrics())
                .extracting(each -> each.getType())
                .containsExactly("Pods", "Resource");
        assertThat(rendered.one(StatefulSet.class, "headwater-collector")
                        .getSpec()
                        .getReplicas())
                .as("left to the autoscaler")
                .isNull();
        ObjectNode router = rendered.others().get(0);
        assertThat(router.at("/spec/triggers/0/metadata/query").asText())
                .isEqualTo("max(headwater:lag_transit:p95_2m{region=\"eu-west\"})");
        assertThat(router.at("/spec/maxReplicaCount").asInt())
                .as("never more than partitions")
                .isLessThanOrEqualTo(12);
        assertThat(rendered.all(PodDisruptionBudget.class)).hasSize(2);
    }

    @Test
    void withoutAutoscalersThereAreAsManyAsAreAskedFor() {
        Manifests rendered = rendered("", """
                collector: {replicas: 5, autoscaling: {enabled: false}}
                router: {replicas: 4, autoscaling: {enabled: false}}
                monitoring: {enabled: false}
                network: {enabled: false}
                """);
        assertThat(rendered.one(StatefulSet.class, "headwater-collector")
                        .getSpec()
                        .getReplicas())
                .isEqualTo(5);
        assertThat(rendered.one(Deployment.class, "headwater-router").getSpec().getReplicas())
                .isEqualTo(4);
        assertThat(rendered.others()).isEmpty();
        assertThat(rendered.all(NetworkPolicy.class)).isEmpty();
        assertThat(rendered.unknown()).isEmpty();
    }

    @Test
    void theRulesAreThoseThatArePromtoolsToTest() throws IOException {
        PrometheusRule rule = rendered("").one(PrometheusRule.class, "headwater");
        var shipped = YAML.readTree(Files.readString(DEPLOY.resolve("prometheus/headwater.rules.yml")));
        assertThat(rule.getSpec().getGroups().size())
                .isEqualTo(shipped.path("groups").size());
        assertThat(rule.getSpec().getGroups().get(0).getRules().size())
                .isEqualTo(shipped.at("/groups/0/rules").size());
    }

    private static void write(Path folder, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private Manifests rendered(String region) {
        return Manifests.of(template(region).call());
    }

    private Manifests rendered(String region, String more) {
        try {
            Path values = Files.writeString(folder.resolve("more.yaml"), more);
            return Manifests.of(template(region).withValuesFile(values).call());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static TemplateCommand template(String region) {
        TemplateCommand template =
                new Helm(CHART).template().withName("headwater").withNamespace("edge");
        return region.isEmpty()
                ? template
                : template.withValuesFile(DEPLOY.resolve("helm/regions/" + region + ".yaml"));
    }

    /** By the part of KEDA's own definition that we keep beside this test. */
    private static List<String> problems(ObjectNode scaledObject) {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(ChartTest.class.getResourceAsStream("/keda/scaledobject.schema.json"));
        return Stream.of(schema.validate(scaledObject.toString(), com.networknt.schema.InputFormat.JSON))
                .flatMap(List::stream)
                .map(Error::toString)
                .toList();
    }
}

package io.headwater.collector.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.collector.ingest.EdgeList.Answer;
import io.headwater.config.RegionsConfig;
import io.headwater.config.RegionsConfig.Cluster;
import io.headwater.config.RegionsConfig.Region;
import io.headwater.config.SourcesConfig.Source;
import io.headwater.deploy.testkit.FakeClock;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EdgeListTest {
    private static final RegionsConfig REGIONS = new RegionsConfig(List.of(
            region("eu-west", "eu", List.of("https://w1", "https://w2")),
            region("us-east", "us", List.of("https://e1")),
            region("eu-north", "eu", List.of("https://n1"))));

    private final FakeClock clock = FakeClock.at(Instant.parse("2026-03-01T12:00:07Z"));
    private final SigningKey first = SigningKey.parse(SigningKey.generate());
    private final SigningKey second = SigningKey.parse(SigningKey.generate());

    private static Region region(String name, String jurisdiction, List<String> collectors) {
        return new Region(name, jurisdiction, new Cluster("k:9092", Map.of(), 0), collectors, List.of());
    }

    @Test
    void namesTheCollectorsThatMayTakeTheEventsThisRegionsFirst() {
        EdgeList list = list("eu-north", List.of());
        assertThat(urls(list.of(source("eu")))).containsExactly("https://n1", "https://w1", "https://w2");
        assertThat(urls(list.of(source("us")))).containsExactly("https://e1");
        assertThat(urls(list.of(source("any"))))
                .containsExactly("https://n1", "https://w1", "https://w2", "https://e1");
        assertThat(list.of(source("any")).signature()).isEmpty();
    }

    @Test
    void isTheSameForHalfItsTimeAndNeverTooOld() {
        EdgeList list = list("eu-west", List.of(first));
        Answer now = list.of(source("eu"));
        assertThat(json(now).getString("issuedAt")).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(json(now).getString("expiresAt")).isEqualTo("2026-03-01T12:01:00Z");
        assertThat(now.maxAge()).isEqualTo(53);
        clock.advance(Duration.ofSeconds(22));
        Answer later = list.of(source("eu"));
        assertThat(later.reply().body()).isEqualTo(now.reply().body());
        assertThat(later.maxAge()).isEqualTo(31);
        clock.advance(Duration.ofSeconds(1));
        Answer next = list.of(source("eu"));
        assertThat(json(next).getString("issuedAt")).isEqualTo("2026-03-01T12:00:30Z");
        assertThat(next.maxAge()).isEqualTo(60);
    }

    @Test
    void isSignedByTheFirstKeyAndCheckedByWhatIsPublished() throws GeneralSecurityException {
        EdgeList list = list("eu-west", List.of(first, second));
        Answer answer = list.of(source("eu"));
        String[] parts = answer.signature().orElseThrow().split("\\.", -1);
        assertThat(parts).hasSize(3);
        assertThat(parts[1]).isEmpty();
        JsonObject header = new JsonObject(new String(Base64.getUrlDecoder().decode(parts[0]), UTF_8));
        assertThat(header.getString("alg")).isEqualTo("EdDSA");

        JsonArray keys = new JsonObject(new String(list.keys().body(), UTF_8)).getJsonArray("keys");
        assertThat(keys).hasSize(2);
        assertThat(keys.toString()).doesNotContain("\"d\"");
        JsonObject key = keys.stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("kid").equals(header.getString("kid")))
                .findFirst()
                .orElseThrow();
        String body = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(answer.reply().body());
        assertThat(verifies(key.getString("x"), parts[0] + "." + body, parts[2]))
                .isTrue();
        assertThat(verifies(key.getString("x"), parts[0] + "." + body + "A", parts[2]))
                .isFalse();
    }

    @Test
    void refusesAKeyThatIsNoneAndDoesNotShowIt() {
        JsonObject right = new JsonObject(SigningKey.generate());
        JsonObject other = new JsonObject(SigningKey.generate());
        for (JsonObject wrong : List.of(
                right.copy().put("x", other.getString("x")),
                right.copy().put("crv", "X25519"),
                right.copy().put("d", "c2hvcnQ"),
                right.copy().put("d", "=?"))) {
            assertThatThrownBy(() -> SigningKey.parse(wrong.encode()))
                    .hasMessageContaining("must be an Ed25519 key")
                    .hasMessageNotContaining(wrong.getString("d"));
        }
        assertThat(SigningKey.parse(right.encode()).toString()).doesNotContain(right.getString("d"));
    }

    private static boolean verifies(String x, String signed, String signature) throws GeneralSecurityException {
        byte[] prefix = Base64.getDecoder().decode("MCowBQYDK2VwAyEA");
        byte[] encoded = new byte[prefix.length + 32];
        System.arraycopy(prefix, 0, encoded, 0, prefix.length);
        System.arraycopy(Base64.getUrlDecoder().decode(x), 0, encoded, prefix.length, 32);
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        verifier.update(signed.getBytes(UTF_8));
        return verifier.verify(Base64.getUrlDecoder().decode(signature));
    }

    private EdgeList list(String region, List<SigningKey> keys) {
        Whereabouts whereabouts = new Whereabouts(region, REGIONS);
        return new EdgeList(new EdgesConfig(keys, Duration.ofMinutes(1)), () -> whereabouts, clock);
    }

    private static Source source(String jurisdiction) {
        Source any = Source.of("acme", "web", List.of("some-key"), false);
        return new Source(
                any.tenant(),
                any.name(),
                any.writeKeys(),
                jurisdiction,
                false,
                any.dialect(),
                any.quota(),
                any.privacy(),
                Map.of(),
                any.onBreach());
    }

    private static List<String> urls(Answer answer) {
        return json(answer).getJsonArray("edges").stream()
                .map(JsonObject.class::cast)
                .map(each -> each.getString("url"))
                .toList();
    }

    private static JsonObject json(Answer answer) {
        return new JsonObject(new String(answer.reply().body(), UTF_8));
    }
}

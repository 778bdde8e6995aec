package io.headwater.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.broker.BrokerOptions;
import io.headwater.deploy.broker.BrokerOptions.Entrance;
import io.headwater.deploy.broker.EmbeddedBroker;
import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.FreePorts;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.deploy.testkit.inject.Authority;
import io.headwater.deploy.testkit.inject.Authority.Issued;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything over TLS and with secrets: Kafka, the ingest port, the operate ports; and what is told of the secrets. */
class SecuredIT {
    private static final String PASSWORD = "kafka-s3cret";
    private static final String TOKEN = "operate-s3cret";
    private static final String WRITE_KEY = "web-s3cret";
    private static final String JWK_SECRET = "\"d\":\"";

    @TempDir
    Path folder;

    private String kafka = "";

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-512", "OAUTHBEARER"})
    void anEventGoesItsWayOverTlsAndNoSecretIsToldAnywhere(String mechanism) throws Exception {
        Authority authority = Authority.in(folder.resolve("authority"));
        Issued server = authority.issue("server");
        Installed machine = Installed.withoutTheBroker(folder.resolve("machine"));
        try (WebhookSink sink = WebhookSink.start(ConfFolder.SECRET);
                EmbeddedBroker broker = broker(server, mechanism)) {
            assertThat(kafka).as("not the port without TLS").isNotEqualTo(broker.bootstrapServers());
            Path conf = machine.leadingTo(sink);
            secure(ConfFolder.at(conf), authority, server, mechanism);
            try (ChildProcess collector = machine.start("collector", "--conf", conf.toString());
                    ChildProcess router = machine.start("router", "--conf", conf.toString())) {
                HttpClient client = client(authority.client());
                String ingest = Printed.entry(collector, "ingest");
                assertThat(ingest).startsWith("https://");
                await().atMost(Installed.START).until(() -> isReady(client, collector) && isReady(client, router));
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create(local(ingest)))
                                .header("Authorization", "Bearer " + WRITE_KEY)
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.headers().firstValue("Headwater-Durability")).contains("kafka-unreplicated");
                await().atMost(Installed.START).until(() -> sink.received() == 1);

                for (ChildProcess side : List.of(collector, router)) {
                    String api = api(side, "/api/config");
                    assertThat(get(client, api, "").statusCode()).isEqualTo(401);
                    String told = get(client, api, TOKEN).body();
                    assertThat(told).startsWith("{");
                    assertNoSecretIn(told, conf);
                    assertNoSecretIn(get(client, api(side, "/metrics"), TOKEN).body(), conf);
                    assertNoSecretIn(String.join("\n", side.lines()), conf);
                }
            }
        }
    }

    @Test
    void aCertificateDoesInPlaceOfTheTokenForTheOperatePortAndItsCommands() throws Exception {
        Authority authority = Authority.in(folder.resolve("authority"));
        Issued server = authority.issue("server");
        Issued operator = authority.issue("operator");
        Installed machine = Installed.in(folder.resolve("machine"));
        ConfFolder conf = ConfFolder.at(machine.root().resolve("conf"));
        String tls = "tls: {certificate: %s, key: %s, clientAuthorities: %s}"
                .formatted(server.certificate(), server.key(), authority.certificate());
        conf.write("collector.yaml", "ops: {host: 127.0.0.1, " + tls + "}");
        try (ChildProcess standalone = machine.start("standalone", "--data", "data")) {
            String ops = local(Printed.entry(standalone, "ops"));
            String url = ops.substring(0, ops.indexOf("/health"));
            HttpClient nobody = client(authority.client());
            await().atMost(Installed.START).until(() -> get(nobody, ops, "").statusCode() == 200);
            assertThat(get(nobody, url + "/api/config", "").statusCode()).isEqualTo(401);
            assertThat(get(client(authority.client(operator)), url + "/api/config", "")
                            .statusCode())
                    .isEqualTo(200);

            Cli cli = new Cli(folder, Map.of());
            assertThat(cli.execute("slo", "--url", url)).isEqualTo(1);
            assertThat(cli.err()).contains("do not trust each other").contains("--ca");
            Cli trusting = new Cli(folder, Map.of());
            String ca = authority.certificate().toString();
            assertThat(trusting.execute("slo", "--url", url, "--ca", ca)).isEqualTo(1);
            assertThat(trusting.err()).contains("A client certificate is missing");
            Cli known = new Cli(folder, Map.of());
            String certificate = operator.certificate().toString();
            String key = operator.key().toString();
            assertThat(known.execute("slo", "--url", url, "--ca", ca, "--cert", certificate, "--key", key))
                    .as(known.err())
                    .isZero();
        }
    }

    private EmbeddedBroker broker(Issued server, String mechanism) throws Exception {
        Path pem = folder.resolve("broker.pem");
        Files.writeString(pem, Files.readString(server.key()) + Files.readString(server.certificate()));
        int port = FreePorts.one();
        String listener = "listener.name.proxied.";
        String login = mechanism.equals("OAUTHBEARER")
                ? "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                        + " unsecuredLoginStringClaim_sub=\"broker\";"
                : "org.apache.kafka.common.security.scram.ScramLoginModule required;";
        EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.in(folder.resolve("kafka"))
                .andBehindProxy(new Entrance(port, port))
                .with("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,PROXIED:SASL_SSL,CONTROLLER:PLAINTEXT")
                .with(listener + "ssl.keystore.type", "PEM")
                .with(listener + "ssl.keystore.location", pem.toString())
                .with(listener + "sasl.enabled.mechanisms", mechanism)
                .with(listener + mechanism.toLowerCase(Locale.ROOT) + ".sasl.jaas.config", login));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "headwater", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
                    .all()
                    .get();
        }
        kafka = "127.0.0.1:" + port;
        return broker;
    }

    private void secure(ConfFolder conf, Authority authority, Issued server, String mechanism) throws IOException {
        String login = mechanism.equals("OAUTHBEARER")
                ? "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                        + " unsecuredLoginStringClaim_sub=\"" + PASSWORD + "\";"
                : "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"headwater\" password=\""
                        + PASSWORD + "\";";
        conf.write("jaas", login);
        Cli cli = conf.cli();
        assertThat(cli.execute("edges", "new-key")).isZero();
        conf.write("edges.jwk", cli.out());
        String shared =
                """
                log: {level: debug}
                kafka:
                  bootstrapServers: %s
                  properties:
                    security.protocol: SASL_SSL
                    sasl.mechanism: %s
                    sasl.jaas.config: ${file:jaas}
                    ssl.truststore.type: PEM
                    ssl.truststore.location: %s
                ops: {host: 127.0.0.1, token: %s, tls: {certificate: %s, key: %s}}
                """.formatted(kafka, mechanism, authority.certificate(), TOKEN, server.certificate(), server.key());
        String ingest = """
                http: {host: 127.0.0.1}
                tls: {certificate: %s, key: %s}
                edges: {signingKeys: ["${file:edges.jwk}"]}
                spool: {dir: %s}
                """.formatted(server.certificate(), server.key(), folder.resolve("spool"));
        conf.write("collector.yaml", shared + ingest)
                .write("router.yaml", shared)
                .write("sources.yaml", """
                        sources:
                          - tenant: acme
                            name: web
                            writeKeys: [%s]
                            privacy: {hash: [user], salt: salt-s3cret-0123456789}
                        """.formatted(WRITE_KEY));
    }

    private static void assertNoSecretIn(String told, Path conf) throws IOException {
        String jwk = Files.readString(conf.resolve("edges.jwk"));
        String signing =
                jwk.substring(jwk.indexOf(JWK_SECRET) + JWK_SECRET.length()).split("\"", 2)[0];
        assertThat(told).doesNotContain("s3cret", ConfFolder.SECRET, signing);
    }

    private static boolean isReady(HttpClient client, ChildProcess side) throws Exception {
        return get(client, local(Printed.entry(side, "ops")), "").statusCode() == 200;
    }

    private static String api(ChildProcess side, String path) {
        return local(Printed.entry(side, "ops").replace("/health/ready", path));
    }

    /** The certificate is for localhost, and for the address. */
    private static String local(String url) {
        return url.replace("0.0.0.0", "127.0.0.1");
    }

    private static HttpResponse<String> get(HttpClient client, String url, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpClient client(SSLContext tls) {
        return HttpClient.newBuilder().sslContext(tls).build();
    }
}

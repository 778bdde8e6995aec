package io.headwater.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.collector.ingest.SigningKey;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgesCommandTest {
    @TempDir
    Path home;

    @Test
    void printsAKeyThatTheCollectorTakes() {
        ConfFolder conf = ConfFolder.in(home);
        Cli cli = conf.cli();
        assertThat(cli.execute("edges", "new-key")).isZero();
        String key = cli.out();
        assertThat(SigningKey.parse(key)).hasToString(SigningKey.parse(key).toString());

        conf.write("edges.jwk", key).write("collector.yaml", "edges: {signingKeys: [\"${file:edges.jwk}\"]}");
        Cli check = conf.cli();
        assertThat(check.execute("check")).as(check.err()).isZero();
        conf.write("edges.jwk", key.replace("Ed25519", "Ed448"));
        Cli wrong = conf.cli();
        assertThat(wrong.execute("check")).isEqualTo(3);
        assertThat(wrong.err())
                .contains("edges.signingKeys[0]", "must be an Ed25519 key as a JSON Web Key")
                .doesNotContain("\"d\":\"" + key.split("\"d\":\"", 2)[1].substring(0, 8));
    }

    @Test
    void saysWhatItCan() {
        Cli cli = ConfFolder.in(home).cli();
        assertThat(cli.execute("edges")).isEqualTo(2);
        assertThat(cli.err()).contains("headwater edges new-key");
    }
}

package io.headwater.deploy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class CapturesTest {

    @Test
    void holdsTheFiveBatchesOfSegmentsNodeLibrary() throws Exception {
        assertThat(Captures.segmentNode()).hasSize(5);
        for (Capture capture : Captures.segmentNode()) {
            assertThat(capture.method()).isEqualTo("POST");
            assertThat(capture.path()).isEqualTo("/v1/batch");
            assertThat(capture.headers()).contains(Map.entry("content-length", "" + capture.body().length));
            assertThat(new ObjectMapper().readTree(capture.body()).path("batch"))
                    .isNotEmpty();
        }
    }

    @Test
    void compressesARequestAndSaysSo() throws Exception {
        Capture plain = Captures.read("segment/segment-analytics-node-2");
        Capture gzipped = plain.gzipped();

        byte[] inflated = new GZIPInputStream(new ByteArrayInputStream(gzipped.body())).readAllBytes();
        assertThat(inflated).isEqualTo(plain.body());
        assertThat(gzipped.headers())
                .contains(
                        Map.entry("Content-Encoding", "gzip"), Map.entry("content-length", "" + gzipped.body().length))
                .hasSize(plain.headers().size() + 1);
    }

    @Test
    void namesTheCaptureThatDoesNotExist() {
        assertThatThrownBy(() -> Captures.read("segment/none")).hasMessageContaining("segment/none");
    }

    @Test
    void holdsTheVideoSessionsLineByLine() throws Exception {
        assertThat(Fixtures.videoSessions()).hasSize(1398);
        for (byte[] line : Fixtures.videoSessions()) {
            assertThat(new ObjectMapper().readTree(line).path("id").isTextual()).isTrue();
        }
    }
}

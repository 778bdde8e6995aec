package io.headwater.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.testkit.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    @TempDir
    Path folder;

    @Test
    void showsTheFirstSampleInFullAndYourOwnEventInALine() {
        try (ChildProcess demo = Installed.in(folder).start("demo", "--traffic", "5", "--data", "data")) {
            demo.awaitLine("The first event, as the webhook receives it", Installed.START);
            demo.awaitLine("webhook-signature +v1,\\S+  ✓ checked", Installed.START);
            demo.awaitLine("\"type\" : \"media_request\"", Installed.START);

            String curl = demo.awaitLine("^ +(curl .*)", Installed.START).group(1);
            assertThat(Printed.curl(curl).statusCode()).isEqualTo(200);
            demo.awaitLine("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  hello +ada +\\d+ ms", Installed.START);

            demo.signal("INT");
            demo.awaitLine("^accepted (\\d+)   delivered \\1   waiting 0$", Installed.STOP);
            assertThat(demo.awaitExit(Installed.STOP)).isEqualTo(130);
        }
    }

    @Test
    void withoutTrafficWaitsForYourEventAndASecondDemoGoesOnWithTheSameData() {
        Installed installed = Installed.in(folder);
        for (int run = 1; run <= 2; run++) {
            try (ChildProcess demo = installed.start("demo", "--traffic", "0", "--data", "data")) {
                String curl = demo.awaitLine("^ +(curl .*)", Installed.START).group(1);
                assertThat(Printed.curl(curl).statusCode()).isEqualTo(200);
                demo.awaitLine("ce-type +hello", Installed.START);

                demo.signal("INT");
                assertThat(demo.awaitExit(Installed.STOP)).isEqualTo(130);
                assertThat(demo.lines()).contains("accepted 1   delivered 1   waiting 0");
            }
        }
    }

    @Test
    void waitsForNoRepeat() {
        try (ChildProcess demo = Installed.in(folder).start("demo", "--traffic", "0", "--data", "data")) {
            String ingest = Printed.entry(demo, "ingest");
            for (String event : List.of("{\"id\":\"a\"}", "{\"id\":\"a\"}", "{\"id\":\"b\"}")) {
                assertThat(Printed.post(ingest, "demo-key", event).statusCode()).isEqualTo(200);
            }
            demo.signal("INT");
            demo.awaitLine("^accepted 3   delivered 2   duplicates 1   waiting 0$", Installed.STOP);
            assertThat(demo.awaitExit(Installed.STOP)).isEqualTo(130);
        }
    }

    @Test
    void saysNothingButWhatItIsAskedToSay() {
        try (ChildProcess demo = Installed.in(folder).start("demo", "--traffic", "50", "--data", "data")) {
            demo.awaitLine("events/s   lag p50 .* so far", Installed.START);
            demo.terminate();
            assertThat(demo.awaitExit(Installed.STOP)).isZero();

            assertThat(demo.lines()).noneMatch(line -> line.contains(" WARN ") || line.startsWith("\tat "));
        }
    }

    @Test
    void namesThePortThatIsInUseAndItsKey() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            String port = Integer.toString(taken.getLocalPort());
            Map<String, String> environment = Map.of("HEADWATER_HTTP_PORT", port);
            try (ChildProcess demo = Installed.in(folder).start(environment, "demo", "--data", "data")) {
                assertThat(demo.awaitExit(Installed.START)).isEqualTo(1);
                assertThat(demo.lines()).last().asString().contains("port " + port + " (http.port) is in use");
            }
        }
    }
}

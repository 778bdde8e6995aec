package io.headwater.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.Behaviour;
import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.RawAnswer;
import io.headwater.deploy.testkit.RawHttp;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.event.LoggedEvent;
import io.headwater.event.SourceId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether a router is alive is told from what it settles, and never from how a destination is. On a log with nothing else. */
class StuckIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    /* An attempt may take a second and be parked a moment later: with nothing settled for longer, a router is stuck. */
    private static final Map<String, String> SOON = Map.of(
            "HEADWATER_CONSUME_STALLED_AFTER", "1s",
            "HEADWATER_LANE_PARK_AFTER", "200ms",
            "HEADWATER_DELIVER_BUS_TIMEOUT", "500ms");
    private static final Duration STALLED_AFTER = Duration.ofMillis(1_900);

    @Test
    void oneThatSettlesNothingOfWhatComesIsToBeStartedAnew() {
        try (TestBroker broker = TestBroker.ofItsOwn();
                WebhookSink sink = WebhookSink.start(TestRouter.SECRET)) {
            List<LoggedEvent> events = Events.in(1, new SourceId("stuck", "web"), 20);
            try (ChildProcess router =
                    TestRouter.process(broker.servers(), "stuck", to(sink), "consume.settling:lie:1", SOON)) {
                await().atMost(PATIENCE).until(() -> status(router, "/health/ready") == 200);
                assertThat(live(router)).as("nothing to do is no sin").isTrue();
                broker.append(events);
                await().atMost(PATIENCE).until(() -> sink.received() >= events.size());
                await().atMost(PATIENCE).until(() -> !live(router));
                assertThat(answer(router, "/health/live"))
                        .contains("nothing of partitions [1] was settled", "consume.stalledAfter");
            }
            try (ChildProcess mended = TestRouter.process(broker.servers(), "stuck", to(sink), "", SOON)) {
                await().atMost(PATIENCE)
                        .until(() -> broker.committed("router-stuck").values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum()
                                == broker.ends("hw.events").values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum());
                assertThat(live(mended)).isTrue();
            }
        }
    }

    @Test
    void aDestinationThatIsDownOrHangsMakesNoRouterUnhealthy() {
        try (TestBroker broker = TestBroker.ofItsOwn();
                WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                ChildProcess router = TestRouter.process(broker.servers(), "hanging", to(sink), "", SOON)) {
            await().atMost(PATIENCE).until(() -> status(router, "/health/ready") == 200);
            for (Behaviour bad : List.of(
                    Behaviour.always(Reply.after(Duration.ofSeconds(30), Reply.status(500))),
                    Behaviour.always(Reply.status(503)))) {
                sink.answerWith(bad);
                int before = sink.requests().size();
                broker.append(Events.in(2, new SourceId("hanging", "web"), 20));
                await().atMost(PATIENCE).until(() -> sink.requests().size() > before);
                await().during(STALLED_AFTER.multipliedBy(2)).atMost(PATIENCE).until(() -> live(router));
            }
        }
    }

    private static boolean live(ChildProcess router) {
        return status(router, "/health/live") / 100 == 2;
    }

    private static int status(ChildProcess router, String path) {
        return response(router, path).status();
    }

    private static String answer(ChildProcess router, String path) {
        return response(router, path).text();
    }

    private static RawAnswer.Response response(ChildProcess router, String path) {
        int port = Integer.parseInt(router.awaitLine("^ops (\\d+)", PATIENCE).group(1));
        try (RawHttp connection = RawHttp.connect(port)) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            return (RawAnswer.Response) connection.send(request).read(PATIENCE);
        }
    }

    private static String to(WebhookSink sink) {
        return """
                destinations:
                  - {tenant: TENANT, name: crm, kind: webhook, url: "%s", secret: SECRET, format: cloudevents-batch,
                     timeout: 1s, allowPrivateAddresses: true}
                routes:
                  - {from: TENANT/web, to: crm}
                """.formatted(sink.url());
    }
}

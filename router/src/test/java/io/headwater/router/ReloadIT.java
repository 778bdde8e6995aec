package io.headwater.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.DeadLetters;
import io.headwater.deploy.testkit.ReceivedEvent;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.event.SourceId;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Destinations and routes change while the router runs. */
@ExtendWith(TestBroker.Given.class)
class ReloadIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Map<String, String> SOON = Map.of("HEADWATER_RELOAD_LOOK_EVERY", "50ms");

    private WebhookSink first;
    private WebhookSink second;

    @BeforeEach
    void open() {
        first = WebhookSink.start(TestRouter.SECRET);
        second = WebhookSink.start(TestRouter.SECRET);
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void aDestinationThatIsAddedGetsEventsAndOneThatIsRemovedDoesNot(TestBroker broker) {
        try (TestRouter router = start(broker, "adds", crm(first))) {
            append(broker, "adds", 0);
            await().atMost(PATIENCE).until(() -> ids(first).size() == 5);

            change(router, "adds", crm(first) + more(second), "  - {from: TENANT/web, to: more}\n");
            append(broker, "adds", 1);
            await().atMost(PATIENCE)
                    .until(() -> ids(first).size() == 10 && ids(second).size() == 5);
            assertThat(ids(second)).allMatch(id -> id.startsWith("web-1-"));

            change(router, "adds", crm(first), "");
            append(broker, "adds", 2);
            await().atMost(PATIENCE).until(() -> ids(first).size() == 15);
            assertThat(ids(second)).hasSize(5);
            assertThat(first.received()).isEqualTo(15);
            assertThat(router.look("/api/destinations").getJsonArray("destinations"))
                    .hasSize(1);
            assertThat(router.counted("headwater.config.reloads", "side", "router"))
                    .isEqualTo(2);
        }
    }

    @Test
    void nobodyElseIsTouchedAndNothingIsLostWhileOneChangesAgainAndAgain(TestBroker broker) {
        try (TestRouter router = start(broker, "often", crm(first) + more(second), ROUTE_MORE)) {
            for (int round = 0; round < 10; round++) {
                broker.append(Events.in(round % TestBroker.PARTITIONS, new SourceId("often", "web"), (round + 1) * 20)
                        .subList(round * 20, (round + 1) * 20));
                change(router, "often", crm(first) + more(second, "timeout: " + (10 + round) + "s"), ROUTE_MORE);
            }
            await().atMost(PATIENCE)
                    .until(() -> ids(first).size() == 200 && ids(second).size() == 200);
            assertThat(first.received()).as("of which none twice").isEqualTo(200);
            assertThat(router.counted("headwater.parked", "destination", "often/crm"))
                    .isZero();
            assertThat(router.counted("headwater.dead", "destination", "often/more"))
                    .isZero();
            await().atMost(PATIENCE)
                    .until(() -> router.gauged("headwater.lane.events", "destination", "often/more") == 0);
        }
    }

    @Test
    void whatWasSentBeforeEndsAsItWasSentAndIsNotSentAgain(TestBroker broker) {
        first.answerWith(Reply.after(Duration.ofSeconds(2), Reply.status(200)));
        try (TestRouter router = start(broker, "ends", crm(first))) {
            append(broker, "ends", 0);
            await().atMost(PATIENCE).until(() -> router.gauged("headwater.lane.inflight") > 0);
            change(router, "ends", crm(second), "");
            append(broker, "ends", 1);
            await().atMost(PATIENCE).until(() -> ids(first).size() + ids(second).size() == 10);
            assertThat(first.received() + second.received()).isEqualTo(10);
            assertThat(ids(second)).contains("web-1-0", "web-1-4");
            await().atMost(PATIENCE).until(() -> router.gauged("headwater.lane.inflight") == 0);
            assertThat(router.counted("headwater.delivered")).isEqualTo(10);
        }
    }

    @Test
    void whatWaitedForADestinationThatWasWrongGoesToTheOneThatIsRight(TestBroker broker) {
        first.answerWith(Reply.status(503));
        try (TestRouter router = start(broker, "mends", crm(first))) {
            append(broker, "mends", 0);
            await().atMost(PATIENCE).until(() -> router.counted("headwater.parked") >= 5);
            change(router, "mends", crm(second), "");
            await().atMost(PATIENCE).until(() -> ids(second).size() == 5);
            assertThat(router.gauged("headwater.lane.down")).isZero();
        }
    }

    @Test
    void whatWaitedForOneThatIsRemovedBecomesDeadLetters(TestBroker broker) {
        first.answerWith(Reply.status(503));
        try (TestRouter router = start(broker, "deserted", crm(first))) {
            append(broker, "deserted", 0);
            await().atMost(PATIENCE).until(() -> router.counted("headwater.parked") >= 5);
            reroute(router, "deserted", "destinations: []\nroutes: []\n");
            append(broker, "deserted", 1);
            await().atMost(PATIENCE).until(() -> router.counted("headwater.dead", "reason", "removed") == 5);
            assertThat(DeadLetters.read(broker.servers()).stream()
                            .filter(each -> "deserted".equals(each.headers().get("hw_dead_tenant")))
                            .map(DeadLetters.DeadLetter::id)
                            .collect(Collectors.toSet()))
                    .isEqualTo(Set.of("web-0-0", "web-0-1", "web-0-2", "web-0-3", "web-0-4"));
        }
    }

    @Test
    void orderIsKeptWhileADestinationThatAsksForItChanges(TestBroker broker) {
        try (TestRouter router = start(broker, "inorder", till(first, "timeout: 4s"), ROUTE_TILL)) {
            for (int round = 0; round < 6; round++) {
                broker.append(OrderedIT.keyed("inorder", round * 30, (round + 1) * 30));
                change(router, "inorder", till(first, "timeout: " + (5 + round) + "s"), ROUTE_TILL);
            }
            await().atMost(PATIENCE).until(() -> ids(first).size() == 180);
            OrderedIT.perKey(OrderedIT.firsts(first))
                    .forEach((key, numbers) -> assertThat(numbers).as(key).isSorted());
            assertThat(router.counted("headwater.parked", "destination", "inorder/till"))
                    .isZero();
            assertThat(router.counted("headwater.dead", "destination", "inorder/till"))
                    .isZero();
            await().atMost(PATIENCE).until(router::isReady);
        }
    }

    @Test
    void oneThatAsksForOrderIsAddedAndRemoved(TestBroker broker) {
        try (TestRouter router = start(broker, "addsorder", crm(first))) {
            change(router, "addsorder", crm(first) + till(second), ROUTE_TILL);
            broker.append(OrderedIT.keyed("addsorder", 0, 20));
            await().atMost(PATIENCE).until(() -> ids(second).size() == 20);
            change(router, "addsorder", crm(first), "");
            double unrouted = router.counted("headwater.unrouted");
            broker.append(OrderedIT.keyed("addsorder", 20, 40));
            append(broker, "addsorder", 0);
            await().atMost(PATIENCE).until(() -> ids(first).size() == 5);
            await().atMost(PATIENCE).until(() -> router.counted("headwater.unrouted") == unrouted + 20);
            assertThat(ids(second)).hasSize(20);
        }
    }

    @Test
    void oneThatIsPausedStaysPausedWhenItChanges(TestBroker broker) {
        try (TestRouter router = start(broker, "stays", crm(first))) {
            JsonObject nothing = new JsonObject();
            assertThat(router.post("/api/destinations/stays/crm/pause", nothing).statusCode())
                    .isEqualTo(200);
            await().until(() -> state(router).equals("paused"));
            change(router, "stays", crm(second), "");
            append(broker, "stays", 0);
            await().atMost(PATIENCE).until(() -> router.counted("headwater.parked", "reason", "paused") >= 5);
            assertThat(state(router)).isEqualTo("paused");
            assertThat(router.post("/api/destinations/stays/crm/resume", nothing)
                            .statusCode())
                    .isEqualTo(200);
            await().atMost(PATIENCE).until(() -> ids(second).size() == 5);
        }
    }

    @Test
    void whatIsWrongChangesNothingAndIsSaid(TestBroker broker) {
        try (TestRouter router = start(broker, "wrong", crm(first))) {
            String version = config(router).getString("version");
            for (String wrong : List.of(
                    "destinations: [",
                    crm(first).replace("kind: webhook", "kind: pigeon") + "routes: []\n",
                    crm(first) + "routes:\n  - {from: TENANT/web, to: nowhere}\n")) {
                router.reroute("wrong", wrong);
                await().atMost(PATIENCE).until(() -> config(router).containsKey("problem"));
                assertThat(config(router).getString("problem")).contains("destinations.yaml");
                assertThat(config(router).getString("version")).isEqualTo(version);
                assertThat(router.gauged("headwater.config.wrong", "side", "router"))
                        .isEqualTo(1);
                router.reroute("wrong", crm(first) + ROUTES);
                await().atMost(PATIENCE).until(() -> !config(router).containsKey("problem"));
            }
            append(broker, "wrong", 0);
            await().atMost(PATIENCE).until(() -> ids(first).size() == 5);
            assertThat(router.gauged("headwater.config.wrong", "side", "router"))
                    .isZero();
        }
    }

    @Test
    void theEventsOfANewSourceWaitUntilTheRouterKnowsItToo(TestBroker broker) {
        Map<String, String> later = Map.of("HEADWATER_RELOAD_LOOK_EVERY", "2s");
        try (TestRouter router = TestRouter.start(broker.servers(), "news", crm(first) + ROUTES, later)) {
            append(broker, "news", 2);
            await().atMost(PATIENCE).until(() -> ids(first).size() == 5);
            double unrouted = router.counted("headwater.unrouted");
            broker.append(Events.in(0, new SourceId("news", "young"), 5));
            broker.append(Events.in(1, new SourceId("news", "never"), 5));
            await().atMost(PATIENCE).until(() -> router.gauged("headwater.partitions.paused") >= 2);
            router.replaceSources("news", """
                    sources:
                      - {tenant: TENANT, name: web, writeKeys: [one-key]}
                      - {tenant: TENANT, name: young, writeKeys: [young-key]}
                    """);
            router.reroute("news", crm(first) + ROUTES + "  - {from: TENANT/young, to: crm}\n");
            await().atMost(PATIENCE).until(() -> ids(first).size() == 10);
            await().atMost(PATIENCE).until(() -> router.counted("headwater.unrouted") == unrouted + 5);
        }
    }

    private static final String ROUTES = "routes:\n  - {from: TENANT/web, to: crm}\n";
    private static final String ROUTE_MORE = "  - {from: TENANT/web, to: more}\n";
    private static final String ROUTE_TILL = "  - {from: TENANT/till, to: till}\n";

    private static TestRouter start(TestBroker broker, String tenant, String destinations) {
        return TestRouter.start(broker.servers(), tenant, destinations + ROUTES, SOON);
    }

    private static TestRouter start(TestBroker broker, String tenant, String destinations, String route) {
        return TestRouter.start(broker.servers(), tenant, destinations + routes(destinations, route), SOON);
    }

    private static String routes(String destinations, String more) {
        return destinations.contains("name: crm") ? ROUTES + more : "routes:\n" + more;
    }

    private static void change(TestRouter router, String tenant, String destinations, String more) {
        reroute(router, tenant, destinations + routes(destinations, more));
    }

    /** Completes when it is in force. */
    private static void reroute(TestRouter router, String tenant, String destinations) {
        String before = config(router).getString("version");
        router.reroute(tenant, destinations);
        await().atMost(PATIENCE)
                .until(() -> !config(router).getString("version").equals(before));
    }

    private static JsonObject config(TestRouter router) {
        return router.look("/api/config").getJsonObject("router");
    }

    private static String state(TestRouter router) {
        return router.look("/api/destinations")
                .getJsonArray("destinations")
                .getJsonObject(0)
                .getString("state");
    }

    private static void append(TestBroker broker, String tenant, int partition) {
        broker.append(Events.in(partition, new SourceId(tenant, "web"), 5));
    }

    private static Set<String> ids(WebhookSink sink) {
        return sink.events().stream().map(ReceivedEvent::id).collect(Collectors.toSet());
    }

    private static String crm(WebhookSink sink) {
        return "destinations:\n" + destination("crm", sink, "timeout: 10s");
    }

    private static String more(WebhookSink sink) {
        return more(sink, "timeout: 9s");
    }

    private static String more(WebhookSink sink, String how) {
        return destination("more", sink, how);
    }

    private static String till(WebhookSink sink) {
        return destination("till", sink, "timeout: 4s, ordering: key");
    }

    private static String till(WebhookSink sink, String how) {
        return "destinations:\n" + destination("till", sink, how + ", ordering: key");
    }

    private static String destination(String name, WebhookSink sink, String how) {
        return "  - {tenant: TENANT, name: " + name + ", kind: webhook, url: \"" + sink.url()
                + "\", secret: SECRET, format: json-array, allowPrivateAddresses: true, " + how + "}\n";
    }
}

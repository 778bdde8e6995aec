package io.headwater.router.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.kafka.KafkaClients;
import io.headwater.kafka.LogProducer;
import io.headwater.kafka.TopicSetup;
import io.headwater.kafka.Topics;
import io.headwater.router.TestBroker;
import io.headwater.router.TestRouter;
import io.headwater.router.deliver.DestinationId;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestBroker.Given.class)
class ControlLogIT {
    private static final DestinationOrder.Pause PAUSE = new DestinationOrder.Pause("ops", Instant.EPOCH, "");

    private final Vertx vertx = Vertx.vertx();
    private final List<ControlLog> open = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        open.forEach(each -> each.stop().await());
        vertx.close().await();
    }

    @Test
    void whatOneRouterIsToldAllKnowAndWhoStartsLater(TestBroker broker) {
        DestinationId crm = new DestinationId("everywhere", "crm");
        ControlLog first = start(broker);
        ControlLog second = start(broker);

        assertThat(first.pause(crm, PAUSE).await().of(crm).paused()).contains(PAUSE);
        await().untilAsserted(() -> assertThat(second.state().of(crm).paused()).contains(PAUSE));

        Instant before = Instant.now().minusSeconds(5);
        second.skip(crm).await();
        await().untilAsserted(() -> assertThat(first.state().of(crm).skipBefore())
                .hasValueSatisfying(moment -> assertThat(moment).isAfter(before)));
        assertThat(first.state().of(crm)).isEqualTo(second.state().of(crm));

        ControlLog later = start(broker);
        assertThat(later.state().of(crm)).isEqualTo(first.state().of(crm));
        later.resume(crm).await();
        await().untilAsserted(() -> assertThat(first.state().of(crm).paused()).isEmpty());
        assertThat(first.state().of(crm).skipBefore()).isPresent();
    }

    @Test
    void ordersGivenAtOnceAreDoneOneAfterTheOther(TestBroker broker) {
        DestinationId crm = new DestinationId("at-once", "crm");
        ControlLog log = start(broker);

        log.pause(crm, PAUSE);
        log.skip(crm);
        log.resume(crm).await();

        assertThat(log.state().of(crm).paused()).isEmpty();
        assertThat(log.state().of(crm).skipBefore()).isPresent();
    }

    @Test
    void whatIsNoOrderIsPassedOver(TestBroker broker) {
        DestinationId crm = new DestinationId("garbage", "crm");
        byte[] key = "destination/garbage/crm".getBytes(StandardCharsets.UTF_8);
        ControlLog log = start(broker);
        broker.appendRecords(List.of(
                new ProducerRecord<>(Topics.CONTROL, key, "{".getBytes(StandardCharsets.UTF_8)),
                new ProducerRecord<>(Topics.CONTROL, new byte[] {1}, new byte[] {2})));

        assertThat(log.pause(crm, PAUSE).await().of(crm).paused()).contains(PAUSE);
        assertThat(start(broker).state().of(crm).paused()).contains(PAUSE);
    }

    private ControlLog start(TestBroker broker) {
        KafkaClients clients =
                new KafkaClients(TestRouter.config(Map.of("HEADWATER_KAFKA_BOOTSTRAP_SERVERS", broker.servers()))
                        .kafka());
        new TopicSetup(vertx, clients, List.of(Topics.control(clients.config().topics())))
                .ensure()
                .await();
        ControlLog log = new ControlLog(
                new LogProducer(vertx, clients, "control-it"),
                new ControlFollower(clients, Duration.ofMillis(100), () -> {}));
        open.add(log);
        log.start().await();
        return log;
    }
}

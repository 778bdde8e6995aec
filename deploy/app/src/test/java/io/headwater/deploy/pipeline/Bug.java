package io.headwater.deploy.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.bus.Address;
import io.headwater.bus.Batches;
import io.headwater.bus.Forwarded;
import io.headwater.bus.Progress;
import io.headwater.bus.Progress.Done;
import io.headwater.deploy.testkit.FailpointSwitch;
import io.headwater.event.Event;
import io.headwater.event.EventData;
import io.headwater.event.LoggedEvent;
import io.headwater.router.deliver.Attempt;
import io.headwater.router.deliver.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A mistake somebody could make, planted on the event bus of a real collector or router, where the hops can be got at. */
public enum Bug {
    NONE {
        @Override
        public void take(DeliveryContext<Object> message, Vertx vertx) {
            message.next();
        }
    },

    /** The client is answered while Kafka has not said a word. */
    ACKNOWLEDGES_BEFORE_KAFKA {
        @Override
        public void take(DeliveryContext<Object> message, Vertx vertx) {
            if (isFor(FORWARDING, message)) {
                int batches = ((Batches) message.body()).all().size();
                Forwarded durable = new Forwarded("kafka-unreplicated", List.of());
                message.message()
                        .reply(new Progress(IntStream.range(0, batches)
                                .mapToObj(batch -> new Done(batch, Optional.of(durable), ""))
                                .toList()));
            }
            message.next();
        }
    },

    /** Events count as delivered, and are committed, a while before they are delivered. */
    COMMITS_BEFORE_DELIVERY {
        @Override
        public void take(DeliveryContext<Object> message, Vertx vertx) {
            if (isFor(DELIVERY, message)) {
                message.message().reply(new Outcome.Delivered(200));
                vertx.setTimer(A_WHILE_MILLIS, timer -> message.next());
            } else {
                message.next();
            }
        }
    },

    /** One event in so many is forgotten, and with it what it travels with. */
    DROPS_SOME {
        @Override
        public void take(DeliveryContext<Object> message, Vertx vertx) {
            if (isFor(DELIVERY, message)
                    && isUnlucky((Attempt) message.message().body())) {
                message.message().reply(new Outcome.Delivered(200));
            } else {
                message.next();
            }
        }
    },

    /** Data is parsed and written anew; it goes out by a second destination at the same address. */
    WRITES_DATA_ANEW {
        @Override
        public void take(DeliveryContext<Object> message, Vertx vertx) {
            if (!isFor(DELIVERY, message) || message.message().address().equals(BEHIND)) {
                message.next();
                return;
            }
            Attempt attempt = (Attempt) message.body();
            List<LoggedEvent> anew =
                    attempt.events().stream().map(Bug::writtenAnew).toList();
            vertx.eventBus()
                    .request(BEHIND, new Attempt(anew, attempt.number(), attempt.replay()))
                    .onSuccess(outcome -> message.message().reply(outcome.body()));
        }
    },

    /** An event whose id says so ends the process that delivers it. */
    DIES_OF_POISON {
        @Override
        public void take(DeliveryContext<Object> message, Vertx vertx) {
            if (isFor(DELIVERY, message)
                    && ((Attempt) message.body())
                            .events().stream()
                                    .anyMatch(each -> each.event().id().contains(POISON))) {
                Runtime.getRuntime().halt(FailpointSwitch.HALTED);
            }
            message.next();
        }
    },

    /** Beside each batch goes one event that nobody sent, by a second destination at the same address. */
    MAKES_EVENTS_UP {
        @Override
        public void take(DeliveryContext<Object> message, Vertx vertx) {
            if (isFor(DELIVERY, message) && !message.message().address().equals(BEHIND)) {
                Attempt attempt = (Attempt) message.body();
                vertx.eventBus()
                        .request(
                                BEHIND,
                                new Attempt(
                                        List.of(madeUp(attempt.events().get(0))), attempt.number(), attempt.replay()));
            }
            message.next();
        }
    };

    /** The name of the second destination. */
    public static final String SECOND = "behind";

    /** What the id of a poisonous event contains. */
    public static final String POISON = "-poison-";

    private static final String FORWARDING = Address.forward("");
    private static final String DELIVERY = "deliver.";
    private static final String BEHIND = Address.deliver("acme", SECOND);
    private static final int ONE_IN = 5;
    private static final long A_WHILE_MILLIS = 60_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Takes a message on its way to who is meant to get it. */
    public abstract void take(DeliveryContext<Object> message, Vertx vertx);

    private static boolean isFor(String addresses, DeliveryContext<Object> message) {
        return message.message().address().startsWith(addresses);
    }

    private static boolean isUnlucky(Attempt attempt) {
        return attempt.events().stream().anyMatch(each -> each.event().id().hashCode() % ONE_IN == 0);
    }

    private static LoggedEvent writtenAnew(LoggedEvent logged) {
        Event event = logged.event();
        Event anew = new Event(
                event.id(),
                event.type(),
                event.time(),
                event.subject(),
                event.partitionKey(),
                event.contentType(),
                writtenAnew(event.data()));
        return new LoggedEvent(anew, logged.acceptance(), logged.line(), logged.seq());
    }

    private static LoggedEvent madeUp(LoggedEvent like) {
        Event event = like.event();
        Event anew = new Event(
                "made-up-" + event.id(),
                event.type(),
                event.time(),
                event.subject(),
                event.partitionKey(),
                event.contentType(),
                event.data());
        return new LoggedEvent(anew, like.acceptance(), like.line(), like.seq());
    }

    private static EventData writtenAnew(EventData data) {
        try {
            return EventData.of(JSON.writeValueAsBytes(JSON.readTree(data.bytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

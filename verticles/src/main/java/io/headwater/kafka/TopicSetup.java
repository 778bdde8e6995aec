package io.headwater.kafka;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.admin.KafkaAdminClient;
import io.vertx.kafka.admin.NewTopic;
import io.vertx.kafka.admin.TopicDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are missing and checks the ones that stand there. While Kafka is away it tries again every
 * second, so a process may start before its cluster.
 */
public final class TopicSetup {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
    private static final long RETRY_MILLIS = 1_000;
    private static final long SOON_MILLIS = 50;

    private final Vertx vertx;
    private final KafkaClients clients;
    private final List<Topics.Layout> wanted;
    private final Promise<TopicFacts> done = Promise.promise();
    private boolean said;
    private volatile boolean stopped;

    public TopicSetup(Vertx vertx, KafkaClients clients) {
        this(vertx, clients, List.of());
    }

    /**
     * @param more topics beside those every region has
     */
    public TopicSetup(Vertx vertx, KafkaClients clients, List<Topics.Layout> more) {
        this.vertx = vertx;
        this.clients = clients;
        this.wanted = new ArrayList<>(Topics.layouts(clients.config().topics()));
        this.wanted.addAll(more);
    }

    /**
     * Completes when all topics stand as configured. Fails, for good, only when {@code hw.events} has another number of
     * partitions than configured, since keys would then go to other partitions than before.
     */
    public Future<TopicFacts> ensure() {
        attempt();
        return done.future();
    }

    /** Ends the retrying. */
    public void stop() {
        stopped = true;
    }

    /* Making a client looks names up, which may take its time: not on an event loop. */
    private void attempt() {
        vertx.executeBlocking(() -> KafkaAdminClient.create(vertx, clients.admin("headwater-topics")))
                .onSuccess(this::setUp)
                .onFailure(this::retry);
    }

    private void setUp(KafkaAdminClient admin) {
        createMissing(admin).compose(v -> admin.describeTopics(names())).onComplete(described -> {
            admin.close();
            if (described.succeeded()) {
                judge(described.result());
            } else {
                retry(described.cause());
            }
        });
    }

    private Future<Void> createMissing(KafkaAdminClient admin) {
        return admin.listTopics().compose(standing -> {
            List<NewTopic> missing = missing(standing);
            if (missing.isEmpty()) {
                return Future.succeededFuture();
            }
            return admin.createTopics(missing)
                    .recover(error -> error instanceof TopicExistsException
                            ? Future.succeededFuture()
                            : Future.failedFuture(error))
                    .onSuccess(v -> LOG.info(
                            "Created topics {}",
                            missing.stream().map(NewTopic::getName).toList()));
        });
    }

    private List<NewTopic> missing(Set<String> standing) {
        List<NewTopic> missing = new ArrayList<>();
        for (Topics.Layout layout : wanted) {
            if (!standing.contains(layout.name())) {
                missing.add(new NewTopic(layout.name(), layout.partitions(), (short) layout.replication())
                        .setConfig(layout.settings()));
            }
        }
        return missing;
    }

    private List<String> names() {
        return wanted.stream().map(Topics.Layout::name).toList();
    }

    private void judge(Map<String, TopicDescription> described) {
        TopicDescription events = described.get(Topics.EVENTS);
        if (events == null) {
            retry(new IllegalStateException(Topics.EVENTS + " is not there yet"));
            return;
        }
        int partitions = events.getPartitions().size();
        int wanted = clients.config().topics().partitions();
        if (partitions != wanted) {
            done.tryFail(new IllegalStateException("kafka.topics.partitions is " + wanted + ", but " + Topics.EVENTS
                    + " has " + partitions + " partitions. Set the key to " + partitions));
            return;
        }
        int replicas = events.getPartitions().stream()
                .mapToInt(partition -> partition.getReplicas().size())
                .min()
                .orElse(1);
        done.tryComplete(new TopicFacts(replicas));
    }

    /** A topic that was created a moment ago is not yet known to every broker: nothing to speak of. */
    private static boolean isNotKnownYet(Throwable cause) {
        Throwable root = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
        return root instanceof UnknownTopicOrPartitionException;
    }

    private void retry(Throwable cause) {
        if (!said && !isNotKnownYet(cause)) {
            said = true;
            LOG.warn(
                    "Kafka at {} (kafka.bootstrapServers) cannot be reached to set up topics; trying every {} ms",
                    clients.config().bootstrapServers(),
                    RETRY_MILLIS,
                    cause);
        }
        if (!stopped) {
            vertx.setTimer(isNotKnownYet(cause) ? SOON_MILLIS : RETRY_MILLIS, id -> attempt());
        }
    }
}

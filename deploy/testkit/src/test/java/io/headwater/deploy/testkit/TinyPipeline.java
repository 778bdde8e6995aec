package io.headwater.deploy.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The smallest pipeline that can be wrong in every way that matters: an edge with a buffer, a log, a router with a position.
 * The edge and the router each crash once in a run, as in any fault test, and lose what they had only in memory.
 */
final class TinyPipeline {
    private static final int BATCH = 500;

    enum Bug {
        NONE,
        DROP_ONE_IN_100_000,
        RESERIALISED_BODY,
        ANSWER_BEFORE_DURABLE,
        COMMIT_BEFORE_DELIVERY,
        MADE_UP_EVENT,
        EVERYTHING_TWICE
    }

    private final Bug bug;
    private final ClientJournal client;
    private final SinkJournal sink;
    private final List<ReceivedEvent> log = new ArrayList<>();
    private final ObjectMapper json = new ObjectMapper();
    private List<ReceivedEvent> edgeMemory = new ArrayList<>();
    private int committed;

    TinyPipeline(Bug bug, ClientJournal client, SinkJournal sink) {
        this.bug = bug;
        this.client = client;
        this.sink = sink;
    }

    void run(List<ReceivedEvent> events) {
        for (int from = 0; from < events.size(); from += BATCH) {
            List<ReceivedEvent> batch = events.subList(from, Math.min(from + BATCH, events.size()));
            client.sent(receipts(batch));
            accept(batch);
            if (from == BATCH) {
                edgeMemory = new ArrayList<>();
            }
        }
        persist();
        deliver(log.size() / 2);
        deliver(log.size());
    }

    private void accept(List<ReceivedEvent> batch) {
        if (bug == Bug.ANSWER_BEFORE_DURABLE) {
            persist();
            edgeMemory.addAll(batch);
        } else {
            edgeMemory.addAll(batch);
            persist();
        }
        client.acked(receipts(batch));
    }

    private void persist() {
        log.addAll(edgeMemory);
        edgeMemory = new ArrayList<>();
    }

    /** Delivers from the committed position until the router crashes at the given one, between two steps. */
    private void deliver(int crashAt) {
        while (committed < crashAt) {
            int end = Math.min(committed + BATCH, log.size());
            boolean crash = end >= crashAt && crashAt < log.size();
            List<ReceivedEvent> batch = log.subList(committed, end);
            if (bug == Bug.COMMIT_BEFORE_DELIVERY) {
                committed = end;
            }
            if (crash && bug == Bug.COMMIT_BEFORE_DELIVERY) {
                return;
            }
            List<ReceivedEvent> delivery =
                    batch.stream().filter(this::kept).map(this::treated).toList();
            sink.accepted(delivery, "m", Instant.EPOCH);
            if (bug == Bug.EVERYTHING_TWICE) {
                sink.accepted(delivery, "m", Instant.EPOCH);
            }
            if (crash) {
                return;
            }
            committed = end;
        }
    }

    private boolean kept(ReceivedEvent event) {
        return bug != Bug.DROP_ONE_IN_100_000 || !event.id().equals("e77777");
    }

    private ReceivedEvent treated(ReceivedEvent event) {
        if (bug == Bug.MADE_UP_EVENT && event.id().equals("e5")) {
            return new ReceivedEvent("e5-copy", event.data(), Map.of());
        }
        return bug == Bug.RESERIALISED_BODY
                ? new ReceivedEvent(event.id(), reserialised(event.data()), Map.of())
                : event;
    }

    private byte[] reserialised(byte[] data) {
        try {
            return json.writeValueAsString(json.readTree(data)).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Receipt> receipts(List<ReceivedEvent> events) {
        return events.stream()
                .map(event -> new Receipt(event.id(), event.sha256()))
                .toList();
    }
}

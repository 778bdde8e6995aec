package io.headwater.collector.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.collector.dialect.Reply;
import io.headwater.config.RegionsConfig.Region;
import io.headwater.config.SourcesConfig.Source;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Tells clients which collectors they may send to: a list that is the same for everybody for half of its time, so that it
 * can be cached and is signed once, and not for each request.
 */
final class EdgeList {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EdgesConfig config;
    private final Supplier<Whereabouts> whereabouts;
    private final Clock clock;
    private final Map<String, Told> told = new ConcurrentHashMap<>();

    /**
     * A list as it is told.
     *
     * @param signature of the body, detached; empty where there is no key
     * @param maxAge seconds it may still be gone by
     */
    record Answer(Reply reply, Optional<String> signature, long maxAge) {}

    private record Told(Whereabouts by, Instant issuedAt, Reply reply, Optional<String> signature) {}

    EdgeList(EdgesConfig config, Supplier<Whereabouts> whereabouts, Clock clock) {
        this.config = config;
        this.whereabouts = whereabouts;
        this.clock = clock;
    }

    /** The collectors that may take this source's events, those of this region first. */
    Answer of(Source source) {
        Instant now = clock.instant();
        long half = config.maxAge().toSeconds() / 2;
        Instant issuedAt = Instant.ofEpochSecond(now.getEpochSecond() / half * half);
        Whereabouts by = whereabouts.get();
        Told list = told.compute(
                source.jurisdiction(),
                (pinned, before) -> before != null
                                && before.issuedAt().equals(issuedAt)
                                && before.by().equals(by)
                        ? before
                        : made(by, pinned, issuedAt));
        long left = expiry(issuedAt).getEpochSecond() - now.getEpochSecond();
        return new Answer(list.reply(), list.signature(), left);
    }

    private Instant expiry(Instant issuedAt) {
        return issuedAt.plus(config.maxAge());
    }

    private Told made(Whereabouts by, String jurisdiction, Instant issuedAt) {
        ObjectNode list = JSON.createObjectNode()
                .put("jurisdiction", jurisdiction)
                .put("issuedAt", issuedAt.toString())
                .put("expiresAt", expiry(issuedAt).toString());
        ArrayNode edges = list.putArray("edges");
        for (Region region : by.permitted(jurisdiction)) {
            region.collectors().forEach(url -> edges.addObject().put("url", url).put("region", region.name()));
        }
        byte[] body = list.toString().getBytes(UTF_8);
        Optional<String> signature = config.signingKeys().stream().findFirst().map(key -> key.detached(body));
        return new Told(by, issuedAt, new Reply(200, "application/json", body), signature);
    }

    /** How long a list may be gone by, in seconds. */
    long maxAge() {
        return config.maxAge().toSeconds();
    }

    /** The keys that lists are signed with, as a JSON Web Key Set (RFC 7517). */
    Reply keys() {
        ObjectNode set = JSON.createObjectNode();
        ArrayNode keys = set.putArray("keys");
        config.signingKeys().forEach(key -> keys.add(key.published()));
        return Reply.ok(set.toString());
    }
}

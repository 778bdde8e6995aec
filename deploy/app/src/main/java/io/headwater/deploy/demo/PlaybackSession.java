package io.headwater.deploy.demo;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * One viewer watching one film: the events a player's SDK would send, one after the other, until the session is over.
 * <pre>
 *   media_request → media_loaded → play → buffer → playing ─┬→ heartbeat, rendition_change, buffer, pause … ─┐
 *                                                           └────────────────────────◄───────────────────────┤
 *                                                                         stop, playback_complete or error ◄─┘
 * </pre>
 */
final class PlaybackSession {
    /** What there is to watch. */
    static final List<String> TITLES = List.of("Sintel", "Big Buck Bunny", "Tears of Steel", "Café Lumière", "ドラマ「海」");

    private static final List<Integer> RENDITIONS = List.of(800, 1_200, 2_400, 4_500, 7_800);
    private static final int HEARTBEAT_SECONDS = 10;

    private final Random random;
    private final String session;
    private final String user;
    private final String title;

    /** What is bound to come next, before anything is left to chance again. */
    private final Deque<JsonObject> next = new ArrayDeque<>();

    private int rendition = 1;
    private int playhead;
    private int beats;
    private boolean over;

    PlaybackSession(String title, Random random) {
        this.random = random;
        this.session = uuid();
        this.user = "vw_%06x".formatted(random.nextInt(1 << 24));
        this.title = title;
        then("media_request", new JsonObject().put("autoplay", random.nextBoolean()));
        then("media_loaded", new JsonObject().put("manifest_ms", 80 + random.nextInt(300)));
        then("play", new JsonObject());
        buffering("startup", 150 + random.nextInt(500));
        then("playing", new JsonObject().put("first_frame", true));
    }

    /** Whether nothing more comes from this viewer. */
    boolean isOver() {
        return over && next.isEmpty();
    }

    /** The next event in the native form, as the player sends it at {@code now}. */
    JsonObject next(Instant now) {
        if (next.isEmpty()) {
            happen();
        }
        JsonObject what = next.removeFirst();
        return new JsonObject()
                .put("id", uuid())
                .put("type", what.remove("type"))
                .put("time", now.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("session", session)
                .put("user", user)
                .mergeIn(what)
                .put("playhead_s", playhead)
                .put("title", title);
    }

    private void happen() {
        int chance = random.nextInt(100);
        if (beats > 4 && chance < 6) {
            end();
        } else if (chance < 20) {
            switchRendition();
        } else if (chance < 28) {
            buffering("network", 200 + random.nextInt(2_500));
        } else if (chance < 34) {
            then("pause", new JsonObject().put("initiator", "user"));
            then("playing", new JsonObject());
        } else {
            beat();
        }
    }

    private void beat() {
        beats++;
        playhead += HEARTBEAT_SECONDS;
        then(
                "heartbeat",
                new JsonObject().put("bitrate_kbps", kbps()).put("buffer_ms", 4_000 + random.nextInt(20_000)));
    }

    private void switchRendition() {
        int from = kbps();
        boolean up = rendition == 0 || (rendition < RENDITIONS.size() - 1 && random.nextInt(3) > 0);
        rendition += up ? 1 : -1;
        then("rendition_change", new JsonObject().put("from_kbps", from).put("to_kbps", kbps()));
    }

    private void buffering(String cause, int millis) {
        then("buffer_start", new JsonObject().put("cause", cause));
        then("buffer_end", new JsonObject().put("cause", cause).put("duration_ms", millis));
    }

    private void end() {
        over = true;
        switch (random.nextInt(5)) {
            case 0 -> then("playback_complete", new JsonObject());
            case 1 ->
                then("error", new JsonObject().put("code", "MEDIA_ERR_NETWORK").put("fatal", true));
            default -> then("stop", new JsonObject().put("reason", "user_exit"));
        }
    }

    private void then(String type, JsonObject attributes) {
        next.addLast(attributes.put("type", type));
    }

    private int kbps() {
        return RENDITIONS.get(rendition);
    }

    private String uuid() {
        return new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() >>> 2) | (1L << 63)).toString();
    }
}

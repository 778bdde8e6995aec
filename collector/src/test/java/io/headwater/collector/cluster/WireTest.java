package io.headwater.collector.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.bus.Forwarded;
import io.headwater.event.Acceptance;
import io.headwater.event.Attribute;
import io.headwater.event.Event;
import io.headwater.event.EventBatch;
import io.headwater.event.EventData;
import io.headwater.event.Origin;
import io.headwater.event.Rejection;
import io.headwater.event.SourceId;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireTest {
    private static final byte[] BEFORE = {1, 2, 3};

    private final Map<Class<?>, MessageCodec<Object, Object>> codecs = codecs();

    @Test
    void aBatchIsOnTheOtherSideWhatItWasHere() {
        Origin origin = new Origin(new SourceId("acme", "web"), "native", "eu-west", "eu", "0061a43fcf04");
        Acceptance acceptance = new Acceptance(origin, Instant.parse("2026-01-15T12:00:00.123456789Z"), "00-ab-cd-01");
        Event whole = new Event(
                "id",
                "play",
                "2026-01-15T12:00:00Z",
                "ada",
                "session \uD83D\uDE00",
                "application/json",
                EventData.of("{\"n\" : 1.0}".getBytes(UTF_8)),
                List.of(new Attribute("library", "web"), new Attribute("libraryversion", "1.2")));
        Event bare =
                new Event("id-2", "stop", "", "", "id-2", "application/octet-stream", EventData.of(new byte[] {0, -1}));
        Rejection rejection = new Rejection(1, "not_json", "is no JSON object", EventData.of(new byte[0]));
        EventBatch batch = new EventBatch(acceptance, List.of(whole, bare), List.of(rejection));
        assertThat(there(EventBatch.class, batch)).isEqualTo(batch);
        assertThat(there(EventBatch.class, new EventBatch(acceptance, List.of(), List.of())))
                .isEqualTo(new EventBatch(acceptance, List.of(), List.of()));
    }

    @Test
    void soIsTheWordThatItIsDurable() {
        Forwarded forwarded = new Forwarded(
                "kafka", List.of(new Rejection(0, "too_large", "is too large", EventData.of(new byte[] {7}))));
        assertThat(there(Forwarded.class, forwarded)).isEqualTo(forwarded);
    }

    @Test
    void anotherFormIsRefusedByName() {
        Buffer buffer = Buffer.buffer().appendInt(2).appendInt(0);
        assertThatThrownBy(() -> codec(Forwarded.class).decodeFromWire(0, buffer))
                .hasMessageContaining("form 2")
                .hasMessageContaining("one version");
    }

    private Object there(Class<?> type, Object value) {
        Buffer buffer = Buffer.buffer(BEFORE);
        codec(type).encodeToWire(buffer, value);
        return codec(type).decodeFromWire(BEFORE.length, buffer);
    }

    private MessageCodec<Object, Object> codec(Class<?> type) {
        MessageCodec<Object, Object> codec = codecs.get(type);
        assertThat(codec).isNotNull();
        return codec;
    }

    /* What is made sendable on a bus; nothing else of the bus is used. */
    @SuppressWarnings("unchecked")
    private static Map<Class<?>, MessageCodec<Object, Object>> codecs() {
        Map<Class<?>, MessageCodec<Object, Object>> registered = new HashMap<>();
        EventBus bus = (EventBus) Proxy.newProxyInstance(
                Vertx.class.getClassLoader(), new Class<?>[] {EventBus.class}, (proxy, method, arguments) -> {
                    registered.put((Class<?>) arguments[0], (MessageCodec<Object, Object>) arguments[1]);
                    return proxy;
                });
        Wire.register(bus);
        return registered;
    }
}

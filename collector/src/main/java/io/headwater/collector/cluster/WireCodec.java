package io.headwater.collector.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Lets an immutable value cross the event bus: by reference inside a process, and between processes as bytes. */
final class WireCodec<T> implements MessageCodec<T, T> {
    private final String name;
    private final BiConsumer<WireWriter, T> writes;
    private final Function<WireReader, T> reads;

    private WireCodec(String name, BiConsumer<WireWriter, T> writes, Function<WireReader, T> reads) {
        this.name = name;
        this.writes = writes;
        this.reads = reads;
    }

    /** Makes {@code type} sendable on this bus; to be called once for each type and bus. */
    static <T> void register(
            EventBus bus, Class<T> type, BiConsumer<WireWriter, T> writes, Function<WireReader, T> reads) {
        bus.registerDefaultCodec(type, new WireCodec<>(type.getName(), writes, reads));
    }

    @Override
    public T transform(T value) {
        return value;
    }

    @Override
    public void encodeToWire(Buffer buffer, T value) {
        writes.accept(new WireWriter(buffer), value);
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        return reads.apply(new WireReader(buffer, position));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}

package io.headwater.collector.cluster;

import io.headwater.bus.LocalCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Lets an immutable value cross the event bus: by reference inside a process, and between processes as bytes. */
final class WireCodec<T> extends LocalCodec<T> {
    private final BiConsumer<WireWriter, T> writes;
    private final Function<WireReader, T> reads;

    private WireCodec(String name, BiConsumer<WireWriter, T> writes, Function<WireReader, T> reads) {
        super(name);
        this.writes = writes;
        this.reads = reads;
    }

    /** Makes {@code type} sendable on this bus; to be called once for each type and bus. */
    static <T> void register(
            EventBus bus, Class<T> type, BiConsumer<WireWriter, T> writes, Function<WireReader, T> reads) {
        bus.registerDefaultCodec(type, new WireCodec<>(type.getName(), writes, reads));
    }

    @Override
    public void encodeToWire(Buffer buffer, T value) {
        writes.accept(new WireWriter(buffer), value);
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        return reads.apply(new WireReader(buffer, position));
    }
}

package io.headwater.collector.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Consumer;

/** Appends values to a buffer: numbers big-endian, texts and bytes after their length, lists after their size. */
final class WireWriter {
    private final Buffer buffer;

    WireWriter(Buffer buffer) {
        this.buffer = buffer;
    }

    WireWriter number(int value) {
        buffer.appendInt(value);
        return this;
    }

    WireWriter text(String value) {
        return bytes(value.getBytes(UTF_8));
    }

    WireWriter bytes(byte[] value) {
        buffer.appendInt(value.length).appendBytes(value);
        return this;
    }

    <T> WireWriter list(List<T> values, Consumer<T> each) {
        buffer.appendInt(values.size());
        values.forEach(each);
        return this;
    }
}

package io.headwater.collector.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads what a {@link WireWriter} wrote; fails where it is not that. */
final class WireReader {
    private final Buffer buffer;
    private int position;

    WireReader(Buffer buffer, int position) {
        this.buffer = buffer;
        this.position = position;
    }

    int number() {
        int value = buffer.getInt(position);
        position += Integer.BYTES;
        return value;
    }

    String text() {
        return new String(bytes(), UTF_8);
    }

    byte[] bytes() {
        int length = number();
        byte[] value = buffer.getBytes(position, position + length);
        position += length;
        return value;
    }

    <T> List<T> list(Supplier<T> each) {
        int size = number();
        List<T> values = new ArrayList<>(Math.min(size, buffer.length() - position));
        for (int i = 0; i < size; i++) {
            values.add(each.get());
        }
        return values;
    }
}

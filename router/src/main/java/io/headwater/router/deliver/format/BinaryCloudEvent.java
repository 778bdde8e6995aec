package io.headwater.router.deliver.format;

import io.headwater.event.Event;
import io.headwater.event.LoggedEvent;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** One event a request, in CloudEvents binary mode: attributes as {@code ce-} headers, the data as the body. */
final class BinaryCloudEvent implements Format {

    @Override
    public int mostEvents() {
        return 1;
    }

    @Override
    public Optional<String> refusal(Event event) {
        boolean plain = event.contentType().chars().allMatch(c -> c >= 0x20 && c < 0x7F);
        return plain ? Optional.empty() : Optional.of("its content type cannot stand in a header");
    }

    @Override
    public Buffer write(List<LoggedEvent> events, MultiMap headers) {
        LoggedEvent event = events.get(0);
        headers.set("content-type", event.event().contentType());
        Attributes.of(event, (name, value) -> headers.set("ce-" + name, HeaderText.percentEncoded(value)));
        return Buffer.buffer(event.event().data().bytes());
    }
}

package io.headwater.router.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.event.SourceId;
import io.headwater.kafka.EventRecords;
import io.headwater.router.control.ReplayOrder;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Which records of {@code hw.events} a replay takes: those of the sources named, else of all that lead there. */
final class ReplayScope {
    private final Set<String> uris = new HashSet<>();

    /**
     * @param leading sources that lead to the destination
     */
    ReplayScope(ReplayOrder.Scope scope, Set<SourceId> leading) {
        Set<SourceId> sources = scope.sources().isEmpty() ? leading : scope.sources();
        sources.forEach(each -> uris.add(each.uri()));
    }

    boolean takes(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader(EventRecords.SOURCE))
                .map(Header::value)
                .filter(value -> uris.contains(new String(value, UTF_8)))
                .isPresent();
    }
}

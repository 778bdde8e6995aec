package io.headwater.bus;

import java.util.List;
import java.util.Optional;

/** What has become of some or all of a message's {@link Batches}; the rest is told to whoever asks on. */
public record Progress(List<Done> done) {
    public Progress {
        done = List.copyOf(done);
    }

    /**
     * What became of one batch.
     *
     * @param batch its place in the message
     * @param forwarded the word that it is durable; empty when it is not known to be
     * @param why it is not, else empty
     */
    public record Done(int batch, Optional<Forwarded> forwarded, String why) {}
}

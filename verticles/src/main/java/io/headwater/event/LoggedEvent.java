package io.headwater.event;

/** An event as it stands in the log: with how it was accepted, the line that numbered it, and its number there. */
public record LoggedEvent(Event event, Acceptance acceptance, Line line, long seq) {

    public SourceId source() {
        return acceptance.origin().source();
    }
}

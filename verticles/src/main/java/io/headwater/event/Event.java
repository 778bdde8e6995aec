package io.headwater.event;

/**
 * One fact a source sent, as its dialect understood it. Attributes the client did not give are empty strings.
 *
 * @param id the client's own deduplication id, else one given at the edge
 * @param type what happened, in the client's words; never empty
 * @param time the client's clock, RFC 3339, or empty; never trusted for objectives
 * @param subject whom it is about, or empty
 * @param partitionKey what keeps events in order: session, else anonymous or user id, else {@code id}
 * @param contentType the media type of {@code data}
 * @param data the accepted bytes
 */
public record Event(
        String id, String type, String time, String subject, String partitionKey, String contentType, EventData data) {}

package io.headwater.event;

/**
 * How and where events came in: the same for all events of one source, dialect and collector.
 *
 * @param version of the configuration they were accepted by, or empty
 * @param jurisdiction where the events may be, {@code any} when they are not pinned
 */
public record Origin(SourceId source, String dialect, String region, String jurisdiction, String version) {}

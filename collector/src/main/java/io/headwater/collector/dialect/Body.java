package io.headwater.collector.dialect;

/**
 * A request body as a dialect reads it, decompressed.
 *
 * @param call the last segment of the path it came to
 * @param contentType as declared, lower case, without parameters; a hint and no more
 */
@SuppressWarnings("ArrayRecordComponent") // read in place, never compared
public record Body(String call, String contentType, byte[] bytes) {}

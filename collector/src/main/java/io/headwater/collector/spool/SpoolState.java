package io.headwater.collector.spool;

import java.time.Instant;
import java.util.Optional;

/**
 * How the spool stands.
 *
 * @param records that are not drained
 * @param bytes of the segments they lie in
 * @param capacity bytes that may still be appended
 * @param oldest when the oldest undrained record came, to a second; after a restart when its segment was begun
 * @param sealed segments given up early since the spool was opened, because the disk failed to write them
 * @param failing whether appends are refused because the disk fails
 */
public record SpoolState(
        long records, long bytes, long capacity, Optional<Instant> oldest, long sealed, boolean failing) {}

package io.headwater.collector.spool;

/** What one open spool is made of. */
record SpoolParts(
        SpoolConfig config,
        Disk disk,
        Segments segments,
        Undrained undrained,
        Quarantine quarantine,
        Spares spares,
        AppendQueue queue) {}

package io.headwater.collector.ingest;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the ingest port's open connections, over all event loops, and says which are too many. */
public final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    /* Of the files a process may open, a tenth stays for everything else: Kafka, logs, jars, the operate port. */
    private static final int OTHERS = 10;

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();

    Connections(int most) {
        this.most = most;
    }

    /** As many as configured, or fewer where this process may not open as many files: accepting would fail for all. */
    public static Connections of(HttpConfig config) {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        int most = within(config.maxConnections(), files);
        if (most < config.maxConnections()) {
            LOG.info(
                    "takes {} connections, not {} (http.maxConnections): this process may open {} files."
                            + " Raise that limit (ulimit -n, LimitNOFILE), or lower the key",
                    most,
                    config.maxConnections(),
                    files);
        }
        return new Connections(most);
    }

    static int within(int configured, long files) {
        return (int) Math.max(1, Math.min(configured, files - files / OTHERS));
    }

    /** Counts one more, to be followed by {@link #closed}; false, counting it as refused, where it is one too many. */
    boolean opened() {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            refused.incrementAndGet();
            return false;
        }
        return true;
    }

    void closed() {
        open.decrementAndGet();
    }

    int open() {
        return open.get();
    }

    long refused() {
        return refused.get();
    }
}

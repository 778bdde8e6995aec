package io.headwater.router.deliver.address;

import static io.headwater.config.Checks.check;

import java.time.Duration;

/**
 * How host names are looked up ({@code dns} in the configuration).
 *
 * @param timeout for one lookup
 * @param ttl how long an answer is used
 * @param threads lookups at once, over all destinations
 */
public record DnsConfig(Duration timeout, Duration ttl, int threads) {
    public DnsConfig {
        check(timeout.toMillis() >= 1, "dns.timeout", "must be positive", timeout);
        check(!ttl.isNegative(), "dns.ttl", "must not be negative", ttl);
        check(threads >= 1 && threads <= 256, "dns.threads", "must be 1 to 256", threads);
    }
}

package io.headwater.router.deliver;

import static io.headwater.config.Checks.check;
import static io.headwater.config.Checks.checkName;
import static io.headwater.config.Checks.checkSecret;

import io.headwater.config.RegionsConfig;
import io.headwater.router.deliver.address.AddressPolicy;
import io.headwater.router.deliver.address.Endpoint;
import io.headwater.router.deliver.format.Format;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One destination as {@code destinations.yaml} has it.
 *
 * @param secret all that sign, while they are being rotated
 * @param inFlight requests under way at once
 * @param timeout for one attempt, from looking the host up to the end of the answer
 * @param rateLimit events a second, repeats included
 * @param objective when and how often it is to have its events
 * @param jurisdiction the one it is in, or {@code any} where it may have events from anywhere
 * @param ordering {@code none}, or {@code key}: the events of one partition key go out one after the other
 */
public record DestinationConfig(
        String tenant,
        String name,
        String kind,
        String url,
        List<WebhookSecret> secret,
        String format,
        Batch batch,
        int inFlight,
        Duration timeout,
        Rate rateLimit,
        String ordering,
        Objective objective,
        String jurisdiction,
        boolean allowPrivateAddresses) {

    public DestinationConfig {
        checkName("tenant", tenant);
        checkName("name", name);
        check(Kinds.NAMES.contains(kind), "kind", "must be one of " + Kinds.NAMES, kind);
        check(!secret.isEmpty() && secret.size() <= 4, "secret", "must be one to four secrets", secret);
        check(Format.NAMES.contains(format), "format", "must be one of " + Format.NAMES, format);
        check(inFlight >= 1 && inFlight <= 1_000, "inFlight", "must be 1 to 1000", inFlight);
        check(timeout.toMillis() >= 10 && timeout.toMinutes() <= 10, "timeout", "must be from 10ms to 10m", timeout);
        check(rateLimit.perSecond() >= 0.001, "rateLimit", "must be none or at least 0.001/s", rateLimit);
        check(ordering.equals("none") || ordering.equals("key"), "ordering", "must be none or key", ordering);
        checkName("jurisdiction", jurisdiction);
        secret = List.copyOf(secret);
        checkUrl(url, policy(allowPrivateAddresses));
    }

    /** How many events a request carries, and how long it may wait to fill. */
    public record Batch(int max, Duration linger) {
        public Batch {
            check(max >= 1 && max <= 10_000, "batch.max", "must be 1 to 10000", max);
            check(!linger.isNegative() && linger.toSeconds() <= 60, "batch.linger", "must be at most 60s", linger);
        }
    }

    public DestinationId id() {
        return new DestinationId(tenant, name);
    }

    /** Whether it may have events that are pinned to {@code pinned}. */
    public boolean permits(String pinned) {
        return RegionsConfig.agree(pinned, jurisdiction);
    }

    /** Whether events of one key must arrive in order. */
    public boolean isOrdered() {
        return ordering.equals("key");
    }

    /** Scheme, host and port of its URL: the rest may be as secret as a password. */
    public String origin() {
        URI parsed = URI.create(url);
        return parsed.getScheme() + "://" + parsed.getAuthority() + "/…";
    }

    public Endpoint endpoint() {
        return Endpoint.parse(url);
    }

    public Format events() {
        return Format.named(format);
    }

    public AddressPolicy addresses() {
        return policy(allowPrivateAddresses);
    }

    /** Without URL and secrets: a path may be as secret as they are. */
    @Override
    public String toString() {
        return "destination " + id();
    }

    private static AddressPolicy policy(boolean allowPrivateAddresses) {
        return allowPrivateAddresses ? AddressPolicy.ANY : AddressPolicy.PUBLIC;
    }

    private static void checkUrl(String url, AddressPolicy policy) {
        Optional<String> problem;
        try {
            problem = Endpoint.parse(url)
                    .refusal(policy)
                    .map(why -> "must lead to a public address unless allowPrivateAddresses is true; " + why);
        } catch (IllegalArgumentException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
        }
        checkSecret(problem.isEmpty(), "url", problem.orElse(""));
    }
}

package io.headwater.collector.admit;

import io.headwater.config.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** What a source may send a second ({@code sources[].quota}). */
public final class Allowances {
    private static final long SECOND = 1_000_000_000L;
    private static final long LONGEST_WAIT = 60;

    private final List<Limited> limits;

    /** One kind of what is sent. */
    private record Limited(String key, Allowance allowance, ToLongFunction<Amount> of) {}

    /** What one request sends. */
    public record Amount(long events, long bytes) {}

    /**
     * Why a request is over the quota.
     *
     * @param key the kind of quota
     * @param seconds until it may come again, 1 to 60
     */
    public record Excess(String key, int seconds) {}

    /** @param nanos as {@link System#nanoTime} tells them */
    Allowances(Quota quota, LongSupplier nanos) {
        List<Limited> some = new ArrayList<>(2);
        if (quota.events() > 0) {
            some.add(new Limited("events", new Allowance(quota.events(), nanos), Amount::events));
        }
        if (quota.bytes() > 0) {
            some.add(new Limited("bytes", new Allowance(quota.bytes(), nanos), Amount::bytes));
        }
        this.limits = List.copyOf(some);
    }

    /** Whether anything is limited, so that what a request sends is worth counting. */
    public boolean areLimited() {
        return !limits.isEmpty();
    }

    /** Takes what a request sends; nothing of it where any of it is over. */
    public Optional<Excess> take(Amount amount) {
        for (int i = 0; i < limits.size(); i++) {
            Limited limit = limits.get(i);
            long wait = limit.allowance().take(limit.of().applyAsLong(amount));
            if (wait > 0) {
                give(amount, i);
                long seconds = Math.min(LONGEST_WAIT, (wait + SECOND - 1) / SECOND);
                return Optional.of(new Excess(limit.key(), (int) Math.max(1, seconds)));
            }
        }
        return Optional.empty();
    }

    private void give(Amount amount, int first) {
        for (Limited limit : limits.subList(0, first)) {
            limit.allowance().give(limit.of().applyAsLong(amount));
        }
    }
}

package io.headwater.deploy.testkit;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * What the reconciler found.
 *
 * @param acknowledged how many events were promised: a verdict over none says nothing
 * @param duplicates how many times more than sent each repeated event was received
 */
public record Verdict(
        int acknowledged,
        Set<Receipt> lost,
        Set<Receipt> phantom,
        Set<Receipt> corrupt,
        Map<Receipt, Integer> duplicates,
        Set<Receipt> indeterminate) {
    private static final int SHOWN = 5;

    public boolean isClean() {
        return acknowledged > 0 && lost.isEmpty() && phantom.isEmpty() && corrupt.isEmpty();
    }

    /** Deliveries too many, over all events. */
    public int duplicateCount() {
        return duplicates.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Fails with the whole table unless events were acknowledged and none was lost, corrupted or made up. */
    public Verdict assertClean() {
        if (!isClean()) {
            throw new AssertionError(
                    (acknowledged == 0 ? "nothing was acknowledged, so nothing is proven\n" : "") + this);
        }
        return this;
    }

    /** Fails with the whole table where more was repeated than the fault excuses. */
    public Verdict assertDuplicatesAtMost(int bound) {
        if (duplicateCount() > bound) {
            throw new AssertionError("more than " + bound + " duplicates\n" + this);
        }
        return this;
    }

    @Override
    public String toString() {
        return String.format("%-14s %8d%n", "acknowledged", acknowledged)
                + row("LOST", lost.size(), lost)
                + row("PHANTOM", phantom.size(), phantom)
                + row("CORRUPT", corrupt.size(), corrupt)
                + row("duplicates", duplicateCount(), duplicates.keySet())
                + row("indeterminate", indeterminate.size(), indeterminate);
    }

    private static String row(String name, int count, Collection<Receipt> events) {
        StringBuilder row = new StringBuilder(String.format("%-14s %8d", name, count));
        events.stream()
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .limit(SHOWN)
                .forEach(
                        event -> row.append("  ").append(event.id()).append('/').append(start(event.sha256())));
        return row.append(events.size() > SHOWN ? "  …" : "")
                .append(System.lineSeparator())
                .toString();
    }

    private static String start(String sha256) {
        return sha256.substring(0, Math.min(8, sha256.length()));
    }
}

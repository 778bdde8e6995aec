package io.headwater.deploy.testkit.rows;

import io.headwater.deploy.testkit.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One run of a row: takes down what the judge found and how long recovery took, and fails where that is out of bounds. */
public final class RowRun {
    private final Row row;
    private final long seed;
    private final Random random;
    private Tally tally = Tally.NOTHING;
    private Optional<Duration> recovery = Optional.empty();
    private boolean red;
    private final List<String> notes = new ArrayList<>();

    public RowRun(Row row, long seed) {
        this.row = row;
        this.seed = seed;
        this.random = Seed.random(seed);
    }

    public Row row() {
        return row;
    }

    public long seed() {
        return seed;
    }

    /** The run's chance: the same for the same seed. */
    public Random random() {
        return random;
    }

    /** A name that no other row's events have. */
    public String prefix() {
        return "r%d-%04x-%d".formatted(row.number(), row.name().hashCode() & 0xffff, seed);
    }

    /**
     * Takes a verdict down, one of perhaps several.
     *
     * @param delivered how many events the destination was delivered, repeats included
     * @param dead how many became its dead letters
     */
    public void judged(Verdict verdict, int delivered, int dead) {
        noted(verdict, delivered, dead);
        verdict.assertClean();
        if (tally.duplicates() > row.bounds().duplicates()) {
            throw new AssertionError("more than the " + row.bounds().duplicates() + " duplicates of row " + row.number()
                    + "\n" + verdict);
        }
    }

    /** Takes down a verdict that a planted bug is meant to turn red; fails where it is clean. */
    public void judgedRed(Verdict verdict, int delivered, int dead) {
        noted(verdict, delivered, dead);
        if (verdict.acknowledged() == 0 || verdict.isClean()) {
            throw new AssertionError("the judge does not see the planted bug\n" + verdict);
        }
        red = true;
    }

    /** Takes down how long it took until everything flowed again; the longest counts. */
    public void recovered(Duration after) {
        recovery = Optional.of(
                recovery.filter(longest -> longest.compareTo(after) > 0).orElse(after));
        within(after, row.bounds().recovery(), "whole again");
    }

    /** Fails where something took longer than it may; on an overloaded machine that is only a note. */
    public void within(Duration took, Duration bound, String what) {
        if (took.compareTo(bound) <= 0) {
            return;
        }
        String late = what + " only after " + took.toMillis() + " ms, and not within " + bound.toMillis() + " ms";
        if (!Machine.isOverloaded()) {
            throw new AssertionError(late + ": row " + row.number());
        }
        note(late + " (" + Machine.load() + " processors)");
    }

    /** Takes down something that is worth a word beside the table. */
    public void note(String text) {
        notes.add(text);
    }

    /** Whether a planted bug turned the judge red, as it should. */
    boolean isRed() {
        return red;
    }

    Tally tally() {
        return tally;
    }

    Optional<Duration> recovery() {
        return recovery;
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    private void noted(Verdict verdict, int delivered, int dead) {
        tally = tally.plus(Tally.of(verdict, delivered, dead));
    }
}

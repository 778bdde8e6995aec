package io.headwater.deploy.testkit.rows;

import io.headwater.deploy.testkit.Verdict;

/** Events, counted by what became of them. */
record Tally(
        int accepted, int delivered, int dead, int duplicates, int indeterminate, int lost, int corrupt, int phantom) {
    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

    static Tally of(Verdict verdict, int delivered, int dead) {
        return new Tally(
                verdict.acknowledged(),
                delivered,
                dead,
                verdict.duplicateCount(),
                verdict.indeterminate().size(),
                verdict.lost().size(),
                verdict.corrupt().size(),
                verdict.phantom().size());
    }

    Tally plus(Tally other) {
        return new Tally(
                accepted + other.accepted,
                delivered + other.delivered,
                dead + other.dead,
                duplicates + other.duplicates,
                indeterminate + other.indeterminate,
                lost + other.lost,
                corrupt + other.corrupt,
                phantom + other.phantom);
    }
}

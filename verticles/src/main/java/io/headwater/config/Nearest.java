package io.headwater.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;

/** Finds the key somebody probably meant. */
final class Nearest {
    private Nearest() {}

    /** A sentence that proposes the known key nearest to {@code name}, or lists them all when none is near. */
    static String to(String name, Collection<?> known) {
        TreeSet<String> keys = new TreeSet<>();
        known.forEach(key -> keys.add(String.valueOf(key)));
        return keys.stream()
                .min(Comparator.comparingInt(key -> distance(name, key)))
                .filter(key -> distance(name, key) <= 3)
                .map(key -> "Did you mean '" + key + "'?")
                .orElse("Known here: " + String.join(", ", keys));
    }

    /** Levenshtein distance, upper and lower case alike. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int change = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}

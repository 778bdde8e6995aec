package io.headwater.config;

import static io.headwater.config.Checks.check;
import static io.headwater.config.Checks.checkSecret;

import java.util.ArrayList;
import java.util.List;

/**
 * What of a source's data never becomes durable. Members are named by their paths from the event's own object, names
 * joined by dots; an array on the way stands for each of its elements.
 *
 * @param remove members taken out, whatever they are
 * @param truncate members whose values are IP addresses, of which the network is left: 24 bits of an IPv4 address, 48 of an
 *     IPv6 address; any other value becomes null
 * @param hash members whose values are replaced by their HMAC-SHA256 under {@code salt}, in hexadecimal
 * @param salt the key of the hashes, or empty where nothing is hashed
 */
public record Privacy(List<String> remove, List<String> truncate, List<String> hash, String salt) {
    public static final Privacy NONE = new Privacy(List.of(), List.of(), List.of(), "");

    private static final int SHORTEST_SALT = 16;

    public Privacy {
        List<String> all = new ArrayList<>(remove);
        all.addAll(truncate);
        all.addAll(hash);
        for (String path : all) {
            boolean whole = !path.isEmpty() && !path.startsWith(".") && !path.endsWith(".") && !path.contains("..");
            check(whole, "privacy", "must name members by their paths, names joined by dots", path);
            check(
                    all.stream()
                                    .filter(other -> other.equals(path) || other.startsWith(path + "."))
                                    .count()
                            == 1,
                    "privacy",
                    "must not name a member twice, or one inside another",
                    path);
        }
        checkSecret(
                hash.isEmpty() || salt.length() >= SHORTEST_SALT,
                "privacy.salt",
                "must be a secret of " + SHORTEST_SALT + " characters or more where anything is hashed");
        remove = List.copyOf(remove);
        truncate = List.copyOf(truncate);
        hash = List.copyOf(hash);
    }

    public boolean isNone() {
        return remove.isEmpty() && truncate.isEmpty() && hash.isEmpty();
    }

    /** What is removed, truncated and hashed, and no salt. */
    @Override
    public String toString() {
        return "remove " + remove + ", truncate " + truncate + ", hash " + hash;
    }
}

package io.headwater.reload;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.config.ConfigException;
import io.headwater.config.ConfigFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Tells versions of a folder's files by what is in them. */
public final class Versions {
    private static final int BYTES = 6;
    private static final int MOST_TRIES = 5;
    private static final byte[] UNREADABLE = "(cannot be read)".getBytes(US_ASCII);

    private Versions() {}

    /**
     * Reads files none of which changes meanwhile, so that what is read is what its version says: again while they do.
     *
     * @param likely files that will be read as far as is known; where there are others it reads twice
     * @param read reads them, and tells their version by {@link #of} afterwards
     */
    public static <T extends Versioned> T unchanged(Set<Path> likely, Supplier<T> read) {
        String before = of(likely);
        T found = read.get();
        for (int tries = 1; tries < MOST_TRIES && !found.version().equals(before); tries++) {
            before = found.version();
            found = read.get();
        }
        if (found.version().equals(before)) {
            return found;
        }
        throw new ConfigException(
                String.join(
                        ", ",
                        found.files().stream().map(Path::toString).sorted().toList()),
                "",
                "the files change while they are read",
                "Write a file elsewhere and move it into place");
    }

    /** Twelve hexadecimal digits of what these files hold; one that is not there counts as empty. Reads them: blocking. */
    public static String of(Collection<Path> files) {
        try {
            MessageDigest digest = sha256();
            for (Path file : new TreeSet<>(files)) {
                take(digest, Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What these files hold and the files of secrets that they refer to, as a digest; other than a version, it is another with another
     * secret. What cannot be read counts as that. Reads them: blocking.
     */
    static String held(Set<Path> files) {
        MessageDigest digest = sha256();
        Set<Path> secrets = new TreeSet<>();
        for (Path file : new TreeSet<>(files)) {
            byte[] bytes = readable(file);
            take(digest, bytes);
            secrets.addAll(ConfigFile.secrets(file, new String(bytes, UTF_8)));
        }
        secrets.forEach(file -> take(digest, readable(file)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] readable(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return UNREADABLE; // whoever needs it says so
        }
    }

    private static void take(MessageDigest digest, byte[] bytes) {
        digest.update((bytes.length + " ").getBytes(US_ASCII));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

package io.headwater.reload;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.TreeSet;

/** Tells versions of a folder's files by what is in them. */
public final class Versions {
    private static final int BYTES = 6;

    private Versions() {}

    /** Twelve hexadecimal digits of what these files hold; one that is not there counts as empty. Reads them: blocking. */
    public static String of(Collection<Path> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : new TreeSet<>(files)) {
                byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
                digest.update((bytes.length + " ").getBytes(US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

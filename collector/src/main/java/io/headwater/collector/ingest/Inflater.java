package io.headwater.collector.ingest;

import io.headwater.collector.admit.Hold;
import io.headwater.collector.admit.Verdict;
import io.headwater.config.Size;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decompresses request bodies, counting what comes out, so that a small body cannot become a large one. What a body is
 * tells itself where it can: some SDKs send gzip without saying so, and some proxies decompress and leave the header.
 */
final class Inflater {
    private static final int CHUNK = 16 * 1024;
    private static final int MOST_CODINGS = 3;

    private final Size limit;

    Inflater(Size limit) {
        this.limit = limit;
    }

    /** Whether there is anything to decompress, or may be. */
    static boolean isPacked(byte[] bytes, String encoding) {
        return isGzip(bytes) || isZstd(bytes) || !(encoding.isEmpty() || encoding.equalsIgnoreCase("identity"));
    }

    private static boolean isGzip(byte[] bytes) {
        return bytes.length >= 2 && bytes[0] == (byte) 0x1f && bytes[1] == (byte) 0x8b;
    }

    private static boolean isZstd(byte[] bytes) {
        return bytes.length >= 4
                && bytes[0] == (byte) 0x28
                && bytes[1] == (byte) 0xb5
                && bytes[2] == (byte) 0x2f
                && bytes[3] == (byte) 0xfd;
    }

    /**
     * The decompressed bytes, held by {@code hold} too; fails with a {@link Refusal}.
     *
     * @param encoding the header Content-Encoding, or empty
     */
    byte[] inflate(byte[] body, String encoding, Hold hold) {
        byte[] bytes = body;
        List<String> declared = declared(encoding);
        for (int i = declared.size() - 1; i >= 0; i--) {
            bytes = inflateDeclared(bytes, declared.get(i), encoding, hold);
        }
        boolean undeclared = declared.isEmpty() && (isGzip(bytes) || isZstd(bytes));
        return undeclared ? inflate(isGzip(bytes) ? Coding.GZIP : Coding.ZSTD, bytes, hold) : bytes;
    }

    private static List<String> declared(String encoding) {
        List<String> declared = new ArrayList<>();
        for (String each : encoding.toLowerCase(Locale.ROOT).split(",", -1)) {
            String name = each.strip();
            if (!name.isEmpty() && !name.equals("identity")) {
                declared.add(name);
            }
        }
        if (declared.size() > MOST_CODINGS) {
            throw Refusal.encoding(encoding);
        }
        return declared;
    }

    private byte[] inflateDeclared(byte[] bytes, String name, String encoding, Hold hold) {
        return switch (name) {
            // what is declared so and is not was decompressed on its way here
            case "gzip", "x-gzip" -> isGzip(bytes) ? inflate(Coding.GZIP, bytes, hold) : bytes;
            case "zstd" -> isZstd(bytes) ? inflate(Coding.ZSTD, bytes, hold) : bytes;
            case "br" -> unlessPlain(Coding.BROTLI, bytes, hold);
            case "deflate" -> unlessPlain(Coding.DEFLATE, bytes, hold);
            default -> throw Refusal.encoding(encoding);
        };
    }

    /* These two have no mark of their own: what does not decompress and looks like JSON is taken as it is. */
    private byte[] unlessPlain(Coding coding, byte[] bytes, Hold hold) {
        try {
            return inflate(coding, bytes, hold);
        } catch (Refusal refusal) {
            if (refusal.status() == 400 && bytes.length > 0 && (bytes[0] == '{' || bytes[0] == '[')) {
                return bytes;
            }
            throw refusal;
        }
    }

    private byte[] inflate(Coding coding, byte[] packed, Hold hold) {
        ByteArrayOutputStream inflated = new ByteArrayOutputStream((int) Math.min(packed.length * 4L, CHUNK * 16));
        byte[] chunk = new byte[CHUNK];
        String name = coding.name().toLowerCase(Locale.ROOT);
        try (InputStream in = coding.open(packed)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (inflated.size() + read > limit.bytes()) {
                    throw Refusal.tooLarge("limits.inflated=" + limit + " after decompression");
                }
                Verdict verdict = hold.take(read);
                if (verdict != Verdict.ADMITTED) {
                    throw Refusal.shed(verdict, hold.part());
                }
                inflated.write(chunk, 0, read);
            }
            if (!Coding.isAtEnd(in)) {
                throw Refusal.unreadable("the body has more behind its " + name);
            }
        } catch (IOException e) {
            throw Refusal.unreadable("the body is not whole " + name + ": " + e.getMessage());
        }
        return inflated.toByteArray();
    }
}

package io.headwater.collector.ingest;

import io.headwater.collector.admit.Hold;
import io.headwater.collector.admit.Verdict;
import io.headwater.config.Size;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Decompresses request bodies, counting what comes out, so that a small body cannot become a large one. */
final class Inflater {
    private static final int CHUNK = 16 * 1024;

    private final Size limit;

    Inflater(Size limit) {
        this.limit = limit;
    }

    /** Whether the bytes are gzip, declared or not: some SDKs do not declare it. */
    static boolean isGzip(byte[] bytes) {
        return bytes.length >= 2 && bytes[0] == (byte) 0x1f && bytes[1] == (byte) 0x8b;
    }

    /** The decompressed bytes, held by {@code hold} too; fails with a {@link Refusal}. */
    byte[] gunzip(byte[] gzip, Hold hold) {
        ByteArrayOutputStream inflated = new ByteArrayOutputStream(Math.min(gzip.length * 4, CHUNK * 16));
        byte[] chunk = new byte[CHUNK];
        try (Members in = new Members(gzip)) {
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
            if (!in.isAtEnd()) {
                throw Refusal.unreadable("the body has more behind its gzip");
            }
        } catch (IOException e) {
            throw Refusal.unreadable("the body is not whole gzip: " + e.getMessage());
        }
        return inflated.toByteArray();
    }

    /** All members of a gzip file (RFC 1952 section 2.2). The JDK passes in silence over what it cannot read as one. */
    private static final class Members extends GZIPInputStream {
        private static final int TRAILER = 8;

        Members(byte[] gzip) throws IOException {
            super(new ByteArrayInputStream(gzip), gzip.length); // read at once, so that all that is left shows below
        }

        boolean isAtEnd() {
            return inf.getRemaining() <= TRAILER;
        }
    }
}

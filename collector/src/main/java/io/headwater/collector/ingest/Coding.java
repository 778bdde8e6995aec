package io.headwater.collector.ingest;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;

/** What a body is compressed with (RFC 9110 section 8.4.1; RFC 9659 for zstd). */
enum Coding {
    GZIP,
    ZSTD,
    BROTLI,
    /** zlib's form as the standard has it, or without its frame as some clients send it. */
    DEFLATE;

    /* 8 MiB, the most a sender may use over HTTP. */
    private static final int ZSTD_WINDOW_LOG = 23;

    /** A stream of the decompressed bytes; fails there, or here, where they are not whole. */
    InputStream open(byte[] bytes) throws IOException {
        return switch (this) {
            case GZIP -> new Members(bytes);
            case ZSTD -> zstd(bytes);
            case BROTLI -> new BrotliInputStream(new ByteArrayInputStream(bytes));
            case DEFLATE ->
                new InflaterInputStream(new ByteArrayInputStream(bytes), new Inflater(!hasZlibFrame(bytes)));
        };
    }

    /** Whether nothing stands behind what {@link #open} read to its end. */
    static boolean isAtEnd(InputStream in) {
        return !(in instanceof Members members) || members.isAtEnd();
    }

    private static InputStream zstd(byte[] bytes) throws IOException {
        ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(bytes));
        in.setLongMax(ZSTD_WINDOW_LOG);
        return in;
    }

    private static boolean hasZlibFrame(byte[] bytes) {
        return bytes.length >= 2 && (bytes[0] & 0x0f) == 8 && (((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff)) % 31 == 0;
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

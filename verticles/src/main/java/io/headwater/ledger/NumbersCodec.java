package io.headwater.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * Sets of numbers as bytes, within one report. A set is written as ranges (gap and length of each), as a RoaringBitmap from
 * its lowest number on (https://github.com/RoaringBitmap/RoaringFormatSpec) where that takes less, or as the place of an
 * equal set that was written before.
 */
final class NumbersCodec {
    private static final int RANGES = 0;
    private static final int BITMAP = 1;
    private static final int SAME_AS = 2;
    /* With fewer ranges a bitmap's own header takes more than they do. */
    private static final int WORTH_A_BITMAP = 16;

    private final List<Numbers> known = new ArrayList<>();

    void write(Bytes out, Numbers numbers) {
        int same = known.indexOf(numbers);
        if (same >= 0) {
            out.put(SAME_AS).number(same);
            return;
        }
        known.add(numbers);
        byte[] ranges = ranges(numbers);
        byte[] bitmap = bitmap(numbers);
        if (bitmap.length > 0 && bitmap.length < ranges.length) {
            out.put(BITMAP).block(bitmap);
        } else {
            out.put(RANGES).block(ranges);
        }
    }

    private static byte[] ranges(Numbers numbers) {
        Bytes out = new Bytes();
        long at = 0;
        for (int i = 0; i < numbers.ranges(); i++) {
            out.number(numbers.from(i) - at).number(numbers.to(i) - numbers.from(i) - 1);
            at = numbers.to(i);
        }
        return out.toArray();
    }

    /** Empty where a bitmap cannot pay, or the numbers lie too far apart for one. */
    private static byte[] bitmap(Numbers numbers) {
        int last = numbers.ranges() - 1;
        if (last < WORTH_A_BITMAP || numbers.to(last) - numbers.from(0) >= Integer.MAX_VALUE) {
            return new byte[0];
        }
        long base = numbers.from(0);
        RoaringBitmap bitmap = new RoaringBitmap();
        numbers.forEach((from, to) -> bitmap.add(from - base, to - base));
        bitmap.runOptimize();
        ByteBuffer serialized = ByteBuffer.allocate(bitmap.serializedSizeInBytes());
        bitmap.serialize(serialized);
        return new Bytes().number(base).block(serialized.array()).toArray();
    }

    Numbers read(ByteReader in) {
        int how = in.next();
        if (how == SAME_AS) {
            long place = in.number();
            if (place < 0 || place >= known.size()) {
                throw new IllegalArgumentException("the report refers to a set it does not hold");
            }
            return known.get((int) place);
        }
        Numbers numbers = switch (how) {
            case RANGES -> fromRanges(new ByteReader(in.block()));
            case BITMAP -> fromBitmap(new ByteReader(in.block()));
            default -> throw new IllegalArgumentException("the report holds a set of an unknown kind: " + how);
        };
        known.add(numbers);
        return numbers;
    }

    private static Numbers fromRanges(ByteReader in) {
        Numbers.Builder numbers = new Numbers.Builder();
        long at = 0;
        while (!in.isAtEnd()) {
            long from = at + in.number();
            at = from + in.number() + 1;
            numbers.add(from, at);
        }
        return numbers.build();
    }

    private static Numbers fromBitmap(ByteReader in) {
        long base = in.number();
        RoaringBitmap bitmap = new RoaringBitmap();
        try {
            bitmap.deserialize(ByteBuffer.wrap(in.block()));
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("the report holds a bitmap that cannot be read", e);
        }
        Numbers.Builder numbers = new Numbers.Builder();
        bitmap.forEach((int each) -> {
            numbers.add(base + Integer.toUnsignedLong(each), base + Integer.toUnsignedLong(each) + 1);
        });
        return numbers.build();
    }
}

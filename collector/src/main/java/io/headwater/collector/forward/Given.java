package io.headwater.collector.forward;

import java.util.Arrays;

/** The numbers that the events of one batch were given. Filled on the sender thread, read when the append is over. */
final class Given {
    private static final long NONE = -1;

    private final int[] partitions;
    private final long[] numbers;

    Given(int events) {
        this.partitions = new int[events];
        this.numbers = new long[events];
        Arrays.fill(numbers, NONE);
    }

    void give(int event, int partition, long number) {
        partitions[event] = partition;
        numbers[event] = number;
    }

    boolean isNumbered(int event) {
        return numbers[event] != NONE;
    }

    int partition(int event) {
        return partitions[event];
    }

    long number(int event) {
        return numbers[event];
    }
}

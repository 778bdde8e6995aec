package io.headwater.router.lane;

/** How many events, and how many bytes of memory they hold. */
final class Amount {
    private int events;
    private long bytes;

    int events() {
        return events;
    }

    void add(Held held) {
        events++;
        bytes += held.weight();
    }

    void subtract(Held held) {
        events--;
        bytes -= held.weight();
    }

    /** Whether so many bytes more may come in. What is empty takes any event. */
    boolean fits(int weight, LaneConfig.Capacity capacity) {
        return events == 0
                || (events < capacity.events()
                        && bytes + weight <= capacity.bytes().bytes());
    }
}

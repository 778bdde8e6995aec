package io.headwater.router.lane;

/** How many events one lane has somewhere, and how many bytes of memory they hold, of what all lanes have there. */
final class Amount {
    private final SharedMemory.Part ofAll;
    private int events;

    Amount(SharedMemory shared) {
        this.ofAll = shared.part();
    }

    int events() {
        return events;
    }

    void add(Held held) {
        events++;
        ofAll.add(held.weight());
    }

    void subtract(Held held) {
        events--;
        ofAll.subtract(held.weight());
    }

    /** Whether so many bytes more may come in. What is empty takes any event. */
    boolean fits(int weight, LaneConfig.Capacity capacity) {
        return events == 0
                || (events < capacity.events()
                        && ofAll.bytes() + weight <= capacity.bytes().bytes()
                        && ofAll.fits(weight));
    }
}

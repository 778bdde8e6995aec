package io.headwater.router.consume;

/** One record of a reading on its way to everybody who is owed it. */
public interface Passage {
    /** Of a record that nobody here is owed. */
    Passage NOWHERE = settled -> {
        settled.run();
        return true;
    };

    /**
     * Goes as far as it can now. False when it is held up; it is then asked again, when there is room and every so often.
     *
     * @param settled to be told once, when everybody has it or it is durable elsewhere
     */
    boolean advance(Runnable settled);
}

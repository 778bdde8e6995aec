package io.headwater.router.consume;

/** One record of the log on its way to everybody who is owed it. */
interface Passage {
    long offset();

    /**
     * Goes as far as there is room. False when it is held up; it is then asked again when there is room.
     *
     * @param settled to be told once, when everybody has it or it is durable elsewhere
     */
    boolean advance(Runnable settled);
}

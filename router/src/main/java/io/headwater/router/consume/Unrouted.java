package io.headwater.router.consume;

/** An event that no route leads anywhere: nobody is owed it. */
record Unrouted(long offset, ConsumeMeters meters) implements Passage {
    @Override
    public boolean advance(Runnable settled) {
        meters.unrouted();
        settled.run();
        return true;
    }
}

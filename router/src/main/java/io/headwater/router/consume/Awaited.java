package io.headwater.router.consume;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A passage that is found when something is known. */
final class Awaited implements Passage {
    private final BooleanSupplier known;
    private final Supplier<Passage> then;
    private Optional<Passage> found = Optional.empty();

    Awaited(BooleanSupplier known, Supplier<Passage> then) {
        this.known = known;
        this.then = then;
    }

    @Override
    public boolean advance(Runnable settled) {
        if (found.isEmpty() && known.getAsBoolean()) {
            found = Optional.of(then.get());
        }
        return found.filter(each -> each.advance(settled)).isPresent();
    }
}

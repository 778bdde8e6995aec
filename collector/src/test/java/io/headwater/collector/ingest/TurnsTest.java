package io.headwater.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns<String> turns = new Turns<>();
    private final List<Promise<String>> begun = new ArrayList<>();

    @Test
    void theWorkOfOneSourceIsDoneOnePieceAfterTheOther() {
        Future<String> first = turns.next("web", Runnable::run, this::work);
        Future<String> second = turns.next("web", Runnable::run, this::work);
        Future<String> third = turns.next("web", Runnable::run, this::work);
        assertThat(begun).hasSize(1);
        begun.get(0).complete("a");
        assertThat(begun).hasSize(2);
        begun.get(1).fail("broken");
        begun.get(2).complete("c");
        assertThat(first.result()).isEqualTo("a");
        assertThat(second.cause()).hasMessage("broken");
        assertThat(third.result()).isEqualTo("c");
    }

    @Test
    void anotherSourceDoesNotWait() {
        turns.next("web", Runnable::run, this::work);
        turns.next("app", Runnable::run, this::work);
        assertThat(begun).hasSize(2);
    }

    @Test
    void whoComesWhenAllIsDoneBeginsAtOnce() {
        turns.next("web", Runnable::run, this::work);
        begun.get(0).complete("a");
        turns.next("web", Runnable::run, this::work);
        assertThat(begun).hasSize(2);
    }

    private Future<String> work() {
        Promise<String> promise = Promise.promise();
        begun.add(promise);
        return promise.future();
    }
}

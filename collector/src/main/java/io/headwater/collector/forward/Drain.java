package io.headwater.collector.forward;

import io.headwater.collector.forward.DrainWindow.Way;
import io.headwater.collector.spool.Spool;
import io.headwater.collector.spool.Spooled;
import io.headwater.kafka.Fates;
import io.headwater.kafka.Numbered;
import io.headwater.kafka.PatientProducer;
import io.headwater.kafka.Refused;
import io.headwater.ops.Failpoint;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the spool into Kafka, in its order, beside fresh traffic, for as long as the process lives. What is told of a record
 * is told on a thread of Kafka's; everything else is done by one thread, which goes round in {@link #round}.
 *
 * <p>Where it was is in the spool: after an end of any kind the next life goes on at the position that was made durable
 * last, so what was acknowledged since comes twice.
 */
public final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final int READ_BYTES = 1 << 20;
    /* How often the position is made durable: what may come twice, against an fsync. */
    private static final long POSITION_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_MILLIS = 1_000;
    private static final long EMPTY_MILLIS = 20;

    private final Forwarding forwarding;
    private final Spool spool;
    private final PatientProducer producer;
    private final DrainWindow window;
    private final Thread thread = new Thread(this::run, "headwater-drain");
    private final Queue<Flight> refused = new ConcurrentLinkedQueue<>();
    private volatile Optional<Exception> failure = Optional.empty();
    private volatile boolean troubled;
    private volatile boolean stopping;
    /* Below: the draining thread only. */
    private final Queue<Way> again = new ArrayDeque<>();
    private final Queue<Spooled> ready = new ArrayDeque<>();
    private long positioned;
    private long positionedAt;
    private boolean lagging;

    public Drain(Forwarding forwarding, PatientProducer producer) {
        this.forwarding = forwarding;
        this.spool = forwarding.spool();
        this.producer = producer;
        this.window = new DrainWindow(forwarding.drain());
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /**
     * Goes on until the spool is empty, at most {@code within} and only while Kafka takes something now and then; then sends
     * nothing more, waits a moment for what is under way, and makes the position durable. Blocking.
     */
    public void stop(Duration within) throws InterruptedException {
        empty(System.nanoTime() + within.toNanos());
        stopping = true;
        wake();
        thread.join();
        long left = spool.state().records();
        if (left > 0) {
            LOG.info("{} records stay in the spool; the next start drains them", left);
        }
    }

    private void empty(long until) throws InterruptedException {
        long patience = forwarding.patience().toNanos();
        long least = spool.state().records();
        long takenAt = System.nanoTime();
        while (thread.isAlive() && least > 0) {
            long now = System.nanoTime();
            if (now - until >= 0 || now - takenAt >= patience) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(EMPTY_MILLIS);
            long records = spool.state().records();
            if (records < least) {
                least = records;
                takenAt = System.nanoTime();
            }
        }
    }

    private void run() {
        spool.whenReadable(this::wake);
        while (!stopping) {
            try {
                round();
            } catch (RuntimeException e) {
                pauseAfter(e);
            }
        }
        try {
            producer.close(CLOSE_MILLIS);
            quarantineRefused();
            position();
        } catch (RuntimeException e) {
            LOG.warn("What was drained last is drained again after the next start", e);
        }
    }

    /** Settles what came in, then takes one step, or waits for one to be possible. */
    private void round() {
        quarantineRefused();
        long now = System.nanoTime();
        if (now - positionedAt >= POSITION_NANOS) {
            position();
        }
        if (failure.isPresent()) {
            startOver(failure.get());
        } else if (!again.isEmpty()) {
            send(again.remove());
        } else if (ready.isEmpty() && !fill()) {
            LockSupport.parkNanos(this, window.isEmpty() && isPositioned() ? IDLE_NANOS : POSITION_NANOS);
        } else if (!window.hasRoom()) {
            LockSupport.parkNanos(this, POSITION_NANOS);
        } else {
            long wait = forwarding.pace().take(now);
            if (wait > 0) {
                LockSupport.parkNanos(this, wait);
            } else {
                send(window.add(ready.remove()));
            }
        }
    }

    private boolean fill() {
        ready.addAll(spool.read(READ_BYTES));
        return !ready.isEmpty();
    }

    private void send(Way way) {
        ProducerRecord<byte[], byte[]> record = way.spooled().record();
        Flight flight = new Flight(way);
        forwarding.breaker().draining(record);
        Integer partition = record.partition();
        if (partition != null && partition >= forwarding.partitions()) {
            flight.refuse("there is no partition " + partition + " (kafka.topics.partitions)");
            return;
        }
        Optional<Exception> notTaken = producer.send(record, flight, 0);
        while (notTaken.filter(RetriableException.class::isInstance).isPresent() && !stopping) {
            notTaken = producer.send(record, flight, 0);
        }
        notTaken.ifPresent(error -> flight.failed(0, error));
    }

    /** Ends the producer that failed, and sends again with a new one what it did not bring to Kafka. */
    private void startOver(Exception cause) {
        producer.restart();
        quarantineRefused();
        again.clear();
        again.addAll(window.unsettled());
        failure = Optional.empty();
        pauseAfter(cause);
    }

    private void quarantineRefused() {
        for (Flight flight = refused.peek(); flight != null; flight = refused.peek()) {
            Spooled spooled = flight.way.spooled();
            spool.quarantine(spooled, flight.why);
            refused.remove();
            forwarding.ordered().leave(spooled.record());
            Numbered.of(spooled.record().headers()).ifPresent(forwarding.account()::quarantined);
            window.settle(flight.way);
        }
    }

    /** Where the disk does not take the position draining goes on all the same: what it holds had better leave it. */
    private void position() {
        positionedAt = System.nanoTime();
        long drained = window.drained();
        if (drained == positioned) {
            return;
        }
        Failpoint.reached("drain.acknowledged");
        try {
            spool.drained(drained);
            positioned = drained;
            lagging = false;
        } catch (UncheckedIOException e) {
            if (!lagging) {
                LOG.warn("How far the spool is drained cannot be noted; after a restart it is drained again", e);
            }
            lagging = true;
        }
    }

    private boolean isPositioned() {
        return positioned == window.drained();
    }

    private void pauseAfter(Exception cause) {
        Duration pause = forwarding.drain().retryAfter();
        if (!troubled) {
            LOG.warn(
                    "The spool cannot be drained now; nothing is lost, trying every {} ms (forward.drain.retryAfter)",
                    pause.toMillis(),
                    cause);
        }
        troubled = true;
        long until = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); left > 0 && !stopping; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    /** One record on its way, once. */
    private final class Flight implements Fates {
        private final Way way;
        private volatile String why = "";

        Flight(Way way) {
            this.way = way;
        }

        @Override
        public void acknowledged(int index) {
            ProducerRecord<byte[], byte[]> record = way.spooled().record();
            forwarding.breaker().drained(record);
            forwarding.ordered().leave(record);
            Numbered.of(record.headers()).ifPresent(forwarding.account()::drained);
            if (troubled) {
                troubled = false;
                LOG.info("The spool is drained on");
            }
            if (window.settle(way)) {
                wake();
            }
        }

        @Override
        public void failed(int index, Exception error) {
            if (Refused.isOfTheRecord(error)) {
                refuse(Refused.reason(error));
                return;
            }
            forwarding.breaker().notDrained(way.spooled().record());
            failure = Optional.of(error);
            wake();
        }

        void refuse(String reason) {
            forwarding.breaker().notDrained(way.spooled().record());
            why = reason;
            refused.add(this);
            wake();
        }
    }
}

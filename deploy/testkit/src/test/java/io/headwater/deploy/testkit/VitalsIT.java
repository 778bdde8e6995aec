package io.headwater.deploy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class VitalsIT {
    /** Many, so that what the rest of this process opens and ends meanwhile does not matter. */
    private static final int MORE = 40;

    private static final int MIB = 1024 * 1024;

    @Test
    void seesWhatIsHeldOpenAndRunning() throws Exception {
        long self = ProcessHandle.current().pid();
        Vitals before = Vitals.of(self);
        byte[] held = new byte[8 * MIB];
        List<ServerSocket> open = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        CountDownLatch end = new CountDownLatch(1);
        try {
            for (int i = 0; i < MORE; i++) {
                open.add(new ServerSocket(0));
                Thread thread = new Thread(() -> await(end));
                thread.start();
                running.add(thread);
            }

            Vitals after = Vitals.of(self);
            assertThat(after.heap() - before.heap()).isBetween(4L * MIB, 64L * MIB);
            assertThat(after.files() - before.files()).isBetween(MORE / 2L, MORE * 2L);
            assertThat(after.threads() - before.threads()).isBetween(MORE / 2L, MORE * 2L);
        } finally {
            end.countDown();
            for (ServerSocket socket : open) {
                socket.close();
            }
        }
        for (Thread thread : running) {
            thread.join();
        }
        assertThat(held).hasSize(8 * MIB);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.headwater.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.ClientJournal;
import io.headwater.deploy.testkit.RawAnswer;
import io.headwater.deploy.testkit.RawAnswer.Response;
import io.headwater.deploy.testkit.RawHttp;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A client on one keep-alive connection. It sends a request again, with the same ids, until it is acknowledged, and keeps a
 * journal of both.
 */
public final class Client implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(45);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final int port;
    private final ClientJournal journal;
    private final Answers answers;
    private Optional<RawHttp> connection = Optional.empty();

    /** @param answers takes every 200, 429 and 503; any other answer is a failure */
    public Client(int port, ClientJournal journal, Answers answers) {
        this.port = port;
        this.journal = journal;
        this.answers = answers;
    }

    /** Sends until it is acknowledged. */
    public void deliver(Request request) {
        if (send(request)) {
            return;
        }
        await("an acknowledgement")
                .pollInSameThread()
                .pollDelay(PAUSE)
                .pollInterval(PAUSE)
                .atMost(PATIENCE)
                .until(() -> send(request));
    }

    /** Sends once; whether that was acknowledged. */
    public boolean send(Request request) {
        return connected().map(open -> send(open, request)).orElse(false);
    }

    @Override
    public void close() {
        connection.ifPresent(RawHttp::close);
        connection = Optional.empty();
    }

    private boolean send(RawHttp open, Request request) {
        journal.sent(request.events());
        long begun = System.nanoTime();
        RawAnswer answer = open.send(request.bytes()).read(ANSWER);
        if (!(answer instanceof Response response)) {
            assertThat(answer).as("a request neither answered nor let go").isInstanceOf(RawAnswer.Closed.class);
            close();
            return false;
        }
        if (response.header("connection").filter("close"::equalsIgnoreCase).isPresent()) {
            close();
        }
        Duration after = Duration.ofNanos(System.nanoTime() - begun);
        if (Answers.isRefusal(response)) {
            answers.refused(response, after);
            return false;
        }
        checkAccepted(request, response);
        journal.acked(request.events());
        answers.acknowledged(response, after);
        return true;
    }

    private Optional<RawHttp> connected() {
        if (connection.isEmpty()) {
            try {
                connection = Optional.of(RawHttp.connect(port));
            } catch (UncheckedIOException refused) {
                return Optional.empty();
            }
        }
        return connection;
    }

    private static void checkAccepted(Request request, Response response) {
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        assertThat(response.text())
                .isIn(List.of(
                        "{\"success\":true}",
                        "{\"accepted\":" + request.events().size() + ",\"rejected\":[]}"));
        assertThat(response.header("Headwater-Durability").orElse("")).isIn(Answers.DURABLE);
    }
}

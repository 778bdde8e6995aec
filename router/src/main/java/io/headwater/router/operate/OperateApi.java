package io.headwater.router.operate;

import io.headwater.kafka.LogUnavailable;
import io.headwater.ops.OpsAnswer;
import io.headwater.ops.OpsRefusal;
import io.headwater.ops.OpsRequest;
import io.headwater.ops.OpsRoutes;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The router's part of {@code /api}: each path with what answers it. */
public final class OperateApi {
    private static final Logger LOG = LoggerFactory.getLogger(OperateApi.class);

    private final Supplier<Optional<Operating>> operating;

    /**
     * @param operating what is operated, once the router is being started
     */
    public OperateApi(Supplier<Optional<Operating>> operating) {
        this.operating = operating;
    }

    public void mount(OpsRoutes routes) {
        String destination = "/api/destinations/:tenant/:name";
        routes.get(
                        "/api/destinations",
                        call((calls, asked) -> calls.destinations().list(asked)))
                .post(
                        destination + "/pause",
                        call((calls, asked) -> calls.destinations().pause(asked)))
                .post(
                        destination + "/resume",
                        call((calls, asked) -> calls.destinations().resume(asked)))
                .post(
                        destination + "/skip",
                        call((calls, asked) -> calls.destinations().skip(asked)));
        routes.get("/api/deadletters", call((calls, asked) -> calls.letters().list(asked)))
                .get(
                        "/api/deadletters/:position",
                        call((calls, asked) -> calls.letters().show(asked)))
                .post(
                        "/api/deadletters/redrive",
                        call((calls, asked) -> calls.letters().redrive(asked)));
        routes.get("/api/events/:id", call((calls, asked) -> calls.explain().explain(asked)));
        routes.get("/api/tail", call((calls, asked) -> calls.tail().tail(asked)));
        routes.get("/api/replays", call((calls, asked) -> calls.replays().list(asked)))
                .post("/api/replays", call((calls, asked) -> calls.replays().start(asked)))
                .post(
                        "/api/replays/:id/pause",
                        call((calls, asked) -> calls.replays().pause(asked)))
                .post(
                        "/api/replays/:id/resume",
                        call((calls, asked) -> calls.replays().resume(asked)))
                .post(
                        "/api/replays/:id/cancel",
                        call((calls, asked) -> calls.replays().cancel(asked)));
    }

    private OpsRoutes.Call call(BiFunction<Operating.Calls, OpsRequest, Future<OpsAnswer>> answer) {
        return asked -> operating
                .get()
                .flatMap(Operating::calls)
                .map(calls -> answer.apply(calls, asked))
                .orElseThrow(
                        () -> OpsRefusal.notNow("The router is starting, or waits for Kafka (kafka.bootstrapServers)."
                                + " Try again when /health/ready says so"))
                .recover(error -> Future.failedFuture(refused(error)));
    }

    /** What is answered where a call failed: that Kafka does not answer, where that is why. */
    static Throwable refused(Throwable error) {
        boolean away =
                error instanceof LogUnavailable || error instanceof KafkaException || error instanceof TimeoutException;
        if (away) {
            LOG.warn("A call could not be answered", error);
            return OpsRefusal.notNow("Kafka does not answer (" + error.getMessage()
                    + "). Try again; what was asked may or may not be done");
        }
        return error;
    }
}

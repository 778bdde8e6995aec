package io.headwater.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SampleTrafficIT {
    @Test
    void hasStoppedOnlyWhenWhatItSentIsAnswered() throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            Promise<Void> sent = Promise.promise();
            Promise<Void> answer = Promise.promise();
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(request -> {
                        sent.tryComplete();
                        answer.future().onComplete(now -> request.response().end());
                    })
                    .listen(0, "127.0.0.1")
                    .await(10, TimeUnit.SECONDS);
            String ingest = "http://127.0.0.1:" + server.actualPort() + "/v1/events";
            SampleTraffic traffic = new SampleTraffic(vertx, ingest, "key", 1, new Random(1));
            traffic.start();
            sent.future().await(10, TimeUnit.SECONDS);

            Future<Void> stopped = traffic.stop();
            Future.<Void>future(turn -> vertx.runOnContext(turn::complete)).await(10, TimeUnit.SECONDS);
            assertThat(stopped.isComplete()).isFalse();

            vertx.runOnContext(now -> answer.complete());
            stopped.await(10, TimeUnit.SECONDS);
        } finally {
            vertx.close().await();
        }
    }
}

package io.headwater.deploy.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The far end of a {@link Worker}: one command a line in, one line of JSON out, until standard input ends. */
final class Commands {
    private static final long LIMIT_SECONDS = 300;

    private Commands() {}

    /** What a worker does with a command, split at white space. */
    interface Work {
        Future<JsonObject> run(String[] command) throws Exception;
    }

    /** A worker's Vert.x, with sockets as the product has them: what is compared stands on the same. */
    static Vertx vertx(VertxOptions options) {
        return Vertx.vertx(options.setPreferNativeTransport(true));
    }

    static void serve(Work work) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println(new JsonObject().put("ready", true).encode());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(answer(work, line).encode());
        }
    }

    private static JsonObject answer(Work work, String line) throws IOException {
        try {
            return work.run(line.strip().split("\\s+")).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return new JsonObject().put("error", "no result within " + LIMIT_SECONDS + " s");
        } catch (Exception e) {
            return new JsonObject().put("error", String.valueOf(e));
        }
    }
}

package io.headwater.deploy.operate;

import io.headwater.deploy.process.CommandFailed;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** Calls an operate port. What goes wrong is one sentence. */
final class OperateClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int MOST_WAIT = 3_600;

    private final String url;
    private final String token;
    private final Duration timeout;
    private final HttpClient http;

    OperateClient(String url, String token, ClientTls tls, int timeoutSeconds) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        tls.context().ifPresent(builder::sslContext);
        this.http = builder.build();
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.token = token;
        this.timeout = Duration.ofSeconds(Math.max(1, Math.min(timeoutSeconds, MOST_WAIT)));
        boolean right = url.matches("https?://[^/ ]+(/[^ ]*)?");
        if (!right) {
            throw new WrongCall("--url must be such as http://localhost:8091, was '" + url + "'");
        }
    }

    JsonObject get(String path, Map<String, String> query) {
        String asked = query.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(request(path + (asked.isEmpty() ? "" : "?" + asked)).GET().build());
    }

    JsonObject post(String path, JsonObject arguments) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(arguments.encode()))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(url + path)).timeout(timeout);
            return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
        } catch (IllegalArgumentException e) {
            throw new WrongCall("--url or --token holds characters that cannot be sent", e);
        }
    }

    private JsonObject send(HttpRequest request) {
        try {
            return read(http.send(request, BodyHandlers.ofString()));
        } catch (ConnectException e) {
            throw new CommandFailed(
                    "nothing answers at " + url + ". Is the router running? Its operate port is ops.port in router.yaml"
                            + " (8091); that of standalone and demo is 8090: --url http://localhost:8090",
                    e);
        } catch (HttpTimeoutException e) {
            throw new CommandFailed(
                    url + " did not answer within " + timeout.toSeconds() + " s. What was asked may or may not be done;"
                            + " raise --timeout if that is too soon",
                    e);
        } catch (SSLException e) {
            throw new CommandFailed(
                    url + " and this command do not trust each other: " + e.getMessage()
                            + ". Name its authority with --ca, and show a certificate with --cert and --key",
                    e);
        } catch (IOException e) {
            throw new CommandFailed(url + " broke the connection off. Is it the operate port of a router?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted", e);
        }
    }

    private JsonObject read(HttpResponse<String> response) {
        JsonObject body = json(response);
        if (response.statusCode() / 100 == 2) {
            return body;
        }
        String sentence = body.getString("error", url + " answers " + response.statusCode());
        switch (response.statusCode()) {
            case 400 -> throw new WrongCall(sentence);
            case 401 -> throw new CommandFailed(sentence + ". Here: --token, or HEADWATER_OPS_TOKEN");
            case 404 ->
                throw new CommandFailed(
                        body.containsKey("error") && !sentence.startsWith("There is nothing at this path")
                                ? sentence
                                : url + " is no router's operate port: it knows no "
                                        + response.uri().getPath() + ". Name the router's with --url");
            default -> throw new CommandFailed(sentence);
        }
    }

    private JsonObject json(HttpResponse<String> response) {
        try {
            return response.body().isBlank() ? new JsonObject() : new JsonObject(response.body());
        } catch (DecodeException e) {
            if (response.statusCode() / 100 == 2) {
                throw new CommandFailed(url + " answers with what is no JSON. Is it the operate port of a router?", e);
            }
            return new JsonObject();
        }
    }
}

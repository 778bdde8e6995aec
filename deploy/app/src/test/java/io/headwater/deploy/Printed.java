package io.headwater.deploy;

import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Does what a command's output invites people to do. */
final class Printed {
    private Printed() {}

    /** What stands behind a name in the lines a process prints when it is up. */
    static String entry(ChildProcess process, String name) {
        return process.awaitLine("^" + name + " +(\\S+)", Installed.START).group(1);
    }

    static HttpResponse<String> get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).build());
    }

    /** Waits until the process says that it is ready, at the address it printed. */
    static void awaitReady(ChildProcess process) {
        String ops = entry(process, "ops");
        await().atMost(Installed.START).until(() -> get(ops).statusCode() == 200);
    }

    static HttpResponse<String> post(String url, String key, String body) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /** Sends the request a printed curl line describes: a shell takes its words apart, this process plays curl. */
    static HttpResponse<String> curl(String line) {
        List<String> words = words(line);
        HttpRequest.Builder request = HttpRequest.newBuilder();
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "-H" -> {
                    String[] header = words.get(++i).split(": ", 2);
                    request.header(header[0], header[1]);
                }
                case "-d" -> request.POST(BodyPublishers.ofString(words.get(++i)));
                default -> request.uri(URI.create(words.get(i)));
            }
        }
        request.header("Content-Type", "application/x-www-form-urlencoded"); // as curl does with -d
        return send(request.build());
    }

    private static List<String> words(String line) {
        try {
            Process shell = new ProcessBuilder("bash", "-c", "curl() { printf '%s\\n' \"$@\"; }; " + line).start();
            String words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return words.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

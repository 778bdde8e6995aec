package io.headwater.collector;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/** An answer of the collector. */
record Answer(int status, HttpHeaders headers, String text) {

    static Answer of(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }
}

package io.headwater.collector.ingest;

import io.headwater.collector.dialect.Head;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BiConsumer;

/** The head of a request of the ingest port. */
final class RequestHead implements Head {
    private final HttpServerRequest request;
    private final String path;
    private final String query;

    RequestHead(HttpServerRequest request) {
        this.request = request;
        this.path = request.path() == null ? "" : request.path();
        this.query = request.query() == null ? "" : request.query();
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String query() {
        return query;
    }

    @Override
    public String header(String name) {
        String value = request.headers().get(name);
        return value == null ? "" : value.strip();
    }

    @Override
    public void headers(BiConsumer<String, String> each) {
        request.headers().forEach(each);
    }
}

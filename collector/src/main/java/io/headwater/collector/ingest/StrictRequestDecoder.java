package io.headwater.collector.ingest;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The server's HTTP/1 decoder made stricter in two points that Vert.x has no option for. A request whose end two servers
 * may see in two places is invalid, and nothing behind it is read (request smuggling, RFC 9112 section 6): one with both
 * Transfer-Encoding and Content-Length, or with another Transfer-Encoding than one {@code chunked}. A request head that
 * is not complete in time ends the connection, however steadily it drips.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
    private final long headerTimeoutMillis;
    private boolean betweenRequests = true;
    private boolean headPending;
    private Optional<Future<?>> deadline = Optional.empty();

    StrictRequestDecoder(HttpServerOptions options, long headerTimeoutMillis) {
        super(options);
        this.headerTimeoutMillis = headerTimeoutMillis;
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
    }

    /** Asked once for each head, where an exception makes the request invalid and ends the reading. */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        List<String> codings = message.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!codings.isEmpty() && !isChunked(message, codings)) {
            throw new IllegalArgumentException("Transfer-Encoding must be chunked, once, in HTTP/1.1");
        }
        return super.isContentAlwaysEmpty(message);
    }

    private static boolean isChunked(HttpMessage message, List<String> codings) {
        return codings.size() == 1
                && codings.get(0).equalsIgnoreCase("chunked")
                && message.protocolVersion().equals(HttpVersion.HTTP_1_1);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        int before = out.size();
        if (betweenRequests && in.isReadable()) {
            betweenRequests = false;
            headPending = true;
        }
        super.decode(context, in, out);
        for (int i = before; i < out.size(); i++) {
            decoded(out.get(i));
        }
    }

    private void decoded(Object part) {
        if (part instanceof HttpRequest) {
            headPending = false;
            cancelDeadline();
        }
        if (part instanceof LastHttpContent) {
            betweenRequests = true;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        if (headPending && deadline.isEmpty()) {
            deadline = Optional.of(
                    context.executor().schedule(() -> context.close(), headerTimeoutMillis, TimeUnit.MILLISECONDS));
        }
        super.channelReadComplete(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        cancelDeadline();
        super.channelInactive(context);
    }

    private void cancelDeadline() {
        deadline.ifPresent(open -> open.cancel(false));
        deadline = Optional.empty();
    }
}

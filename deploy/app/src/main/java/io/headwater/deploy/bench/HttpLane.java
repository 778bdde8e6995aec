package io.headwater.deploy.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/**
 * One keep-alive connection of the load generator: writes requests made beforehand and reads just enough of each answer
 * to know its status and its end, so that generating load costs little beside what is measured.
 */
final class HttpLane {
    private static final byte[] LENGTH = "content-length:".getBytes(ISO_8859_1);

    private final NetSocket socket;
    private final Handler<Integer> answered;
    private Buffer pending = Buffer.buffer();

    /** @param answered called with the status of each answer, in order */
    HttpLane(NetSocket socket, Handler<Integer> answered) {
        this.socket = socket;
        this.answered = answered;
        socket.handler(this::read);
    }

    /**
     * A whole request with a body, as bytes.
     *
     * @param headers a line each, each ended
     */
    static Buffer request(String host, String path, String headers, byte[] body) {
        String head = "POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "Content-Length: "
                + body.length + "\r\n\r\n";
        return Buffer.buffer(head.getBytes(ISO_8859_1)).appendBytes(body);
    }

    void send(Buffer request) {
        socket.write(request);
    }

    private void read(Buffer chunk) {
        pending = pending.length() == 0 ? chunk : pending.appendBuffer(chunk);
        int used = 0;
        for (int end = answerEnd(used); end > 0; end = answerEnd(used)) {
            int status = (pending.getByte(used + 9) - '0') * 100
                    + (pending.getByte(used + 10) - '0') * 10
                    + pending.getByte(used + 11)
                    - '0';
            used = end;
            answered.handle(status);
        }
        pending = used == pending.length()
                ? Buffer.buffer()
                : pending.slice(used, pending.length()).copy();
    }

    /** Where the answer that begins at {@code from} ends, or -1 when it is not whole yet. */
    private int answerEnd(int from) {
        int length = 0;
        for (int i = from; i + 3 < pending.length(); i++) {
            if (pending.getByte(i) != '\r' || pending.getByte(i + 1) != '\n') {
                continue;
            }
            if (pending.getByte(i + 2) == '\r' && pending.getByte(i + 3) == '\n') {
                int end = i + 4 + length;
                return end <= pending.length() ? end : -1;
            }
            length = isLength(i + 2) ? number(i + 2 + LENGTH.length) : length;
        }
        return -1;
    }

    private boolean isLength(int at) {
        if (at + LENGTH.length >= pending.length()) {
            return false;
        }
        for (int i = 0; i < LENGTH.length; i++) {
            if (Character.toLowerCase(pending.getByte(at + i)) != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    private int number(int at) {
        int value = 0;
        for (int i = at; i < pending.length(); i++) {
            byte b = pending.getByte(i);
            if (b >= '0' && b <= '9') {
                value = value * 10 + b - '0';
            } else if (b != ' ') {
                break;
            }
        }
        return value;
    }
}

package io.headwater.router.deliver;

import io.headwater.router.deliver.address.AddressRefused;
import io.headwater.router.deliver.address.HostUnknown;
import io.netty.handler.codec.CodecException;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says what an HTTP answer, or the lack of one, means for the events. The one place that knows HTTP status codes. */
final class Judgement {
    private final Clock clock;

    Judgement(Clock clock) {
        this.clock = clock;
    }

    Outcome of(Answer answer) {
        int status = answer.status();
        return switch (status) {
            case 401 -> new Outcome.Setup(Reason.UNAUTHORIZED, status);
            case 403 -> new Outcome.Setup(Reason.FORBIDDEN, status);
            case 404 -> new Outcome.Setup(Reason.NOT_FOUND, status);
            case 410 -> new Outcome.Setup(Reason.GONE, status);
            case 408 -> new Outcome.Transient(Reason.REQUEST_TIMEOUT, status);
            case 425 -> new Outcome.Transient(Reason.TOO_EARLY, status);
            case 429 -> later(answer, Reason.TOO_MANY);
            case 503 -> later(answer, Reason.UNAVAILABLE);
            default ->
                switch (status / 100) {
                    case 2 -> new Outcome.Delivered(status);
                    case 3 -> new Outcome.Setup(Reason.REDIRECT, status);
                    case 4 -> new Outcome.Refused(status, answer.body());
                    case 5 -> new Outcome.Transient(Reason.SERVER_ERROR, status);
                    default -> new Outcome.Transient(Reason.NOT_HTTP, status);
                };
        };
    }

    /** What it means that there is no answer; empty where the failure is one of ours and not of the way there. */
    Optional<Outcome> of(Throwable failure) {
        if (causedBy(failure, AddressRefused.class)) {
            return Optional.of(new Outcome.Setup(Reason.ADDRESS, 0));
        }
        if (causedBy(failure, HostUnknown.class)) {
            return Optional.of(new Outcome.Setup(Reason.DNS, 0));
        }
        if (causedBy(failure, TimeoutException.class)) {
            return Optional.of(new Outcome.Transient(Reason.TIMEOUT, 0));
        }
        if (causedBy(
                failure,
                SSLHandshakeException.class,
                SSLPeerUnverifiedException.class,
                GeneralSecurityException.class)) {
            return Optional.of(new Outcome.Setup(Reason.TLS, 0));
        }
        boolean onTheWay = causedBy(failure, IOException.class, VertxException.class, CodecException.class);
        return onTheWay ? Optional.of(new Outcome.Transient(Reason.CONNECTION, 0)) : Optional.empty();
    }

    private static boolean causedBy(Throwable failure, Class<?>... kinds) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .anyMatch(each -> Stream.of(kinds).anyMatch(kind -> kind.isInstance(each)));
    }

    private Outcome later(Answer answer, Reason otherwise) {
        return answer.retryAfter()
                .flatMap(this::wait)
                .<Outcome>map(wait -> new Outcome.Throttled(wait, answer.status()))
                .orElse(new Outcome.Transient(otherwise, answer.status()));
    }

    /** Reads Retry-After (RFC 9110 section 10.2.3): seconds or a date; what is neither counts as not said. */
    private Optional<Duration> wait(String text) {
        String value = text.strip();
        if (value.matches("\\d+")) {
            return Optional.of(Duration.ofSeconds(value.length() > 9 ? 999_999_999 : Long.parseLong(value)));
        }
        try {
            ZonedDateTime until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(clock.instant(), until.toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

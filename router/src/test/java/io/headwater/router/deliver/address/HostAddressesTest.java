package io.headwater.router.deliver.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostAddressesTest {
    private static final Endpoint ENDPOINT = Endpoint.parse("https://hooks.acme.example/");
    private final List<String> lookups = new ArrayList<>();
    private Future<List<InetAddress>> answer = Future.succeededFuture(List.of());

    @Test
    void refusesANameOfWhichAnyAddressIsPrivate() {
        answer = addresses("8.8.8.8", "10.0.0.1");
        Future<InetAddress> next =
                host(AddressPolicy.PUBLIC, Duration.ofSeconds(30)).next();
        assertThat(next.cause()).isInstanceOf(AddressRefused.class).hasMessageContaining("10.0.0.0/8");
    }

    @Test
    void usesOneAnswerForItsTimeToLive() {
        answer = addresses("8.8.8.8");
        HostAddresses host = host(AddressPolicy.PUBLIC, Duration.ofHours(1));
        assertThat(host.next().result().getHostAddress()).isEqualTo("8.8.8.8");
        host.next();
        assertThat(lookups).hasSize(1);
    }

    @Test
    void looksUpAndChecksAgainAfterwards() {
        answer = addresses("8.8.8.8");
        HostAddresses host = host(AddressPolicy.PUBLIC, Duration.ZERO);
        host.next();
        answer = addresses("127.0.0.1");
        assertThat(host.next().cause()).isInstanceOf(AddressRefused.class);
        assertThat(lookups).hasSize(2);
    }

    @Test
    void doesNotKeepAFailure() {
        answer = Future.failedFuture(new UnknownHostException());
        HostAddresses host = host(AddressPolicy.PUBLIC, Duration.ofHours(1));
        assertThat(host.next().cause()).isInstanceOf(HostUnknown.class);
        answer = addresses("8.8.8.8");
        assertThat(host.next().succeeded()).isTrue();
    }

    @Test
    void hasOneLookupUnderWay() {
        Promise<List<InetAddress>> slow = Promise.promise();
        answer = slow.future();
        HostAddresses host = host(AddressPolicy.PUBLIC, Duration.ZERO);
        Future<InetAddress> first = host.next();
        Future<InetAddress> second = host.next();
        assertThat(lookups).hasSize(1);
        slow.complete(addresses("8.8.8.8").result());
        assertThat(first.succeeded() && second.succeeded()).isTrue();
    }

    @Test
    void movesOnToTheNextAddressWhenOneIsUnreachable() {
        answer = addresses("8.8.8.8", "9.9.9.9");
        HostAddresses host = host(AddressPolicy.PUBLIC, Duration.ofHours(1));
        assertThat(host.next().result().getHostAddress()).isEqualTo("8.8.8.8");
        host.unreachable();
        assertThat(host.next().result().getHostAddress()).isEqualTo("9.9.9.9");
        host.unreachable();
        assertThat(host.next().result().getHostAddress()).isEqualTo("8.8.8.8");
    }

    @Test
    void doesNotLookUpALiteral() {
        HostAddresses host = new HostAddresses(
                Endpoint.parse("http://127.0.0.1/"), AddressPolicy.PUBLIC, this::lookUp, config(Duration.ZERO));
        assertThat(host.next().cause()).isInstanceOf(AddressRefused.class);
        assertThat(lookups).isEmpty();
    }

    private HostAddresses host(AddressPolicy policy, Duration ttl) {
        return new HostAddresses(ENDPOINT, policy, this::lookUp, config(ttl));
    }

    private static DnsConfig config(Duration ttl) {
        return new DnsConfig(Duration.ofSeconds(1), ttl, 1);
    }

    private Future<List<InetAddress>> lookUp(String host) {
        lookups.add(host);
        return answer;
    }

    private static Future<List<InetAddress>> addresses(String... texts) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            try {
                addresses.add(InetAddress.getByName(text));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(e);
            }
        }
        return Future.succeededFuture(addresses);
    }
}

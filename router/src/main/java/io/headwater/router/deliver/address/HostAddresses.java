package io.headwater.router.deliver.address;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The addresses of one destination's host, looked up by ourselves and checked before anybody connects. The connection is
 * then made to the address that was checked, so that a name that answers otherwise a moment later changes nothing.
 *
 * <p>Lives on one Vert.x context. Holds one answer for its time to live, and has at most one lookup under way.
 */
public final class HostAddresses {
    private static final int KEPT = 16;

    private final Endpoint endpoint;
    private final AddressPolicy policy;
    private final Lookup lookup;
    private final long ttlNanos;
    private Optional<Future<List<InetAddress>>> answer = Optional.empty();
    private long answeredAt;
    private int turn;

    /** Finds all addresses of a name. */
    public interface Lookup {
        Future<List<InetAddress>> all(String host);
    }

    public HostAddresses(Endpoint endpoint, AddressPolicy policy, Lookup lookup, DnsConfig config) {
        this.endpoint = endpoint;
        this.policy = policy;
        this.lookup = lookup;
        this.ttlNanos = config.ttl().toNanos();
    }

    /** The platform's own lookup, on threads of its own, at most {@code dns.timeout} long. */
    public static Lookup system(Vertx vertx, DnsConfig config) {
        WorkerExecutor threads = vertx.createSharedWorkerExecutor("headwater-dns", config.threads());
        return host -> threads.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false)
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * The address to connect to. Fails with {@link AddressRefused} where the policy forbids any of the host's addresses,
     * and with {@link HostUnknown} where the name cannot be looked up.
     */
    public Future<InetAddress> next() {
        return all().map(addresses -> addresses.get(Math.floorMod(turn, addresses.size())));
    }

    /** Moves on to the host's next address, after one could not be reached. */
    public void unreachable() {
        turn++;
    }

    private Future<List<InetAddress>> all() {
        long now = System.nanoTime();
        boolean fresh = answer.isPresent() && (!answer.get().isComplete() || now - answeredAt < ttlNanos);
        if (fresh) {
            return answer.get();
        }
        answeredAt = now;
        Future<List<InetAddress>> found = lookUp();
        answer = Optional.of(found);
        found.onFailure(error -> answer = Optional.empty());
        return found;
    }

    private Future<List<InetAddress>> lookUp() {
        Optional<InetAddress> literal = endpoint.literal();
        Future<List<InetAddress>> found = literal.isPresent()
                ? Future.succeededFuture(List.of(literal.get()))
                : lookup.all(endpoint.host()).recover(error -> Future.failedFuture(new HostUnknown(endpoint, error)));
        return found.map(this::checked);
    }

    private List<InetAddress> checked(List<InetAddress> addresses) {
        for (InetAddress address : addresses) {
            policy.refusal(address).ifPresent(why -> {
                throw new AddressRefused(endpoint.host() + " may not be connected to: " + why);
            });
        }
        if (addresses.isEmpty()) {
            throw new HostUnknown(endpoint, new UnknownHostException());
        }
        return addresses.stream().limit(KEPT).toList();
    }
}

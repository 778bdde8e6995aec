package io.headwater.router.deliver.address;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which addresses a destination may have. Customers name the hosts, so a request must not reach what only this machine
 * can: loopback, private networks, link-local (metadata services), and every way to write those inside an IPv6 address.
 *
 * <p>The blocks are those of the IANA special-purpose registries (RFC 6890 and its successors) that are not globally
 * reachable, and everything in IPv6 outside the global unicast space 2000::/3.
 */
public enum AddressPolicy {
    /** Addresses of the public internet only. */
    PUBLIC {
        @Override
        public Optional<String> refusal(InetAddress address) {
            return AddressPolicy.refusedBlock(address.getAddress())
                    .map(block -> address.getHostAddress() + " lies in " + block);
        }
    },
    /** Any address. */
    ANY {
        @Override
        public Optional<String> refusal(InetAddress address) {
            return Optional.empty();
        }
    };

    private static final List<Cidr> REFUSED = Stream.of(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // carrier-grade NAT
                    "127.0.0.0/8", // loopback
                    "168.63.129.16/32", // a cloud's platform service behind a public address
                    "169.254.0.0/16", // link-local, metadata services
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocol assignments
                    "192.0.2.0/24", // documentation
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16", // private
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved, broadcast
                    "::/128", // unspecified
                    "::1/128", // loopback
                    "::/96", // IPv4-compatible
                    "64:ff9b:1::/48", // local NAT64
                    "100::/64", // discard
                    "2001::/23", // protocol assignments, Teredo among them
                    "2001:db8::/32", // documentation
                    "2002::/16", // 6to4
                    "3fff::/20", // documentation
                    "fc00::/7", // unique local
                    "fe80::/10", // link-local
                    "fec0::/10", // site-local
                    "ff00::/8") // multicast
            .map(Cidr::of)
            .toList();
    private static final Cidr NAT64 = Cidr.of("64:ff9b::/96");
    private static final Cidr GLOBAL_UNICAST = Cidr.of("2000::/3");
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    /** Why no request may go there, or empty. */
    public abstract Optional<String> refusal(InetAddress address);

    /** The block, not of the public internet, that an address lies in. */
    static Optional<String> refusedBlock(byte[] written) {
        byte[] address = embedded(written);
        Optional<String> block = REFUSED.stream()
                .filter(each -> each.contains(address))
                .map(Cidr::toString)
                .findFirst();
        boolean elsewhere = address.length == 16 && !GLOBAL_UNICAST.contains(address);
        return block.isEmpty() && elsewhere ? Optional.of("no public network") : block;
    }

    /** The IPv4 address inside an IPv4-mapped or NAT64 one, else the address itself. */
    private static byte[] embedded(byte[] address) {
        boolean mapped = address.length == 16 && Arrays.equals(address, 0, 12, MAPPED, 0, 12);
        return mapped || NAT64.contains(address) ? Arrays.copyOfRange(address, 12, 16) : address;
    }
}

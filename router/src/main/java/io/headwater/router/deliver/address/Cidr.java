package io.headwater.router.deliver.address;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A block of addresses: a network and how many of its leading bits count. */
record Cidr(InetAddress network, int bits) {

    /** Reads {@code 10.0.0.0/8} or {@code fc00::/7}; the network must be an address literal. */
    static Cidr of(String text) {
        String[] parts = text.split("/", 2);
        try {
            return new Cidr(InetAddress.getByName(parts[0]), Integer.parseInt(parts[1]));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + text + "' is no block of addresses", e);
        }
    }

    boolean contains(byte[] address) {
        byte[] prefix = network.getAddress();
        if (prefix.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xFF : 0xFF << (8 - (bits - bit)) & 0xFF;
            if (((prefix[bit / 8] ^ address[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }
}

package io.headwater.collector.rules;

import io.netty.util.NetUtil;
import java.util.Arrays;

/** IP addresses as texts. */
final class Addresses {
    private static final int IPV4_BYTES = 4;
    private static final int IPV4_NETWORK_BYTES = 3;
    private static final int IPV6_NETWORK_BYTES = 6;

    private Addresses() {}

    /** The address with all but its network zero, 24 bits of IPv4 or 48 of IPv6; empty where the text is no address. */
    static String networkOf(String text) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(text);
        if (address == null) {
            return "";
        }
        int network = address.length == IPV4_BYTES ? IPV4_NETWORK_BYTES : IPV6_NETWORK_BYTES;
        Arrays.fill(address, network, address.length, (byte) 0);
        return NetUtil.bytesToIpAddress(address);
    }
}

package io.headwater.deploy.testkit.inject;

import java.util.List;
import java.util.Optional;

/** Packets between this host's own ports that are dropped without a word, in one direction, until it is closed. */
public final class PacketFilter implements AutoCloseable {
    private final String direction;
    private final int port;

    private PacketFilter(String direction, int port) {
        this.direction = direction;
        this.port = port;
        change("-I");
    }

    /** What is missing on this machine, if anything. */
    public static Optional<String> missing() {
        return Needs.all(List.of(Needs.root(), Needs.program("iptables", "iptables")));
    }

    /** Nothing reaches this port; what it sends still arrives. */
    public static PacketFilter dropTo(int port) {
        return new PacketFilter("--dport", port);
    }

    /** What this port sends is lost; what is sent to it still arrives. */
    public static PacketFilter dropFrom(int port) {
        return new PacketFilter("--sport", port);
    }

    @Override
    public void close() {
        change("-D");
    }

    private void change(String how) {
        Shell.run("iptables", "-w", how, "INPUT", "-i", "lo", "-p", "tcp", direction, "" + port, "-j", "DROP");
    }
}

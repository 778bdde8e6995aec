package io.headwater.deploy.testkit.inject;

import io.headwater.deploy.testkit.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A name server for the names of {@code .example}, which change while it runs, for a process that is started within
 * {@link #view}: a view of the file system in which {@code /etc/resolv.conf} leads here. Nothing it says may be kept.
 */
public final class Names implements AutoCloseable {
    /** Of this host, and nobody else's name server. */
    private static final String ADDRESS = "127.0.53.53";

    private final Path folder;
    private final ChildProcess server;

    private Names(Path folder) {
        this.folder = folder;
        write("hosts", "");
        write("resolv.conf", "nameserver " + ADDRESS + "\noptions timeout:1 attempts:1\n");
        this.server = ChildProcess.start(
                new ProcessBuilder(
                        Needs.find("dnsmasq").map(Path::toString).orElse("dnsmasq"),
                        "--keep-in-foreground",
                        "--log-facility=-",
                        "--user=root",
                        "--conf-file=/dev/null",
                        "--no-resolv",
                        "--no-hosts",
                        "--local=/example/",
                        "--local-ttl=0",
                        "--bind-interfaces",
                        "--listen-address=" + ADDRESS,
                        "--addn-hosts=" + folder.resolve("hosts"),
                        "--pid-file="),
                folder.resolve("dnsmasq.out"));
        server.awaitLine("started", Duration.ofSeconds(10));
    }

    /** What is missing on this machine, if anything. */
    public static Optional<String> missing() {
        return Needs.all(List.of(
                Needs.root(),
                Needs.program("dnsmasq", "dnsmasq-base"),
                Needs.program("unshare", "util-linux"),
                Needs.program("ip", "iproute2")));
    }

    /** A server that knows no name yet. */
    public static Names in(Path folder) {
        try {
            return new Names(Files.createDirectories(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** These names and no others, from now on. */
    public void set(Map<String, List<String>> addresses) {
        StringJoiner hosts = new StringJoiner("\n", "", "\n");
        addresses.forEach((name, all) -> all.forEach(address -> hosts.add(address + " " + name)));
        write("hosts", hosts.toString());
        server.signal("HUP");
    }

    /** Says nothing from now on. */
    public void pause() {
        server.signal("STOP");
    }

    public void goOn() {
        server.signal("CONT");
    }

    /** The command that becomes, in a view of its own, the command it is followed by. */
    public List<String> view() {
        String resolve = "mount --bind " + folder.resolve("resolv.conf") + " /etc/resolv.conf";
        return List.of("unshare", "--mount", "sh", "-c", resolve + " && exec \"$@\"", "sh");
    }

    @Override
    public void close() {
        server.close();
    }

    private void write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

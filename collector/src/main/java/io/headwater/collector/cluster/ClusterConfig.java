package io.headwater.collector.cluster;

import static io.headwater.config.Checks.check;
import static io.headwater.config.Checks.checkName;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How collectors of one site share forwarders ({@code cluster} in the configuration).
 *
 * @param forwards whether this one has a forwarder, which the others may use
 * @param name those of one cluster have the same
 * @param host this host's address, at which the others reach it
 * @param port where members tell each other who is there; no event passes it
 * @param busPort where events pass; 0 takes any free one
 * @param members {@code host:port,…} of others that are asked at the start
 * @param certificate PEM file of the certificate this member shows, to servers and to clients
 * @param key PEM file of its private key
 * @param authorities PEM file of the authorities of which the others must show a certificate
 * @param answerWithin for one forwarder's answer
 */
public record ClusterConfig(
        boolean forwards,
        String name,
        String host,
        int port,
        int busPort,
        String members,
        String certificate,
        String key,
        String authorities,
        Duration answerWithin) {
    private static final int LAST_PORT = 65_535;

    public ClusterConfig {
        checkName("cluster.name", name);
        check(port >= 1 && port <= LAST_PORT, "cluster.port", "must be 1 to 65535", port);
        check(busPort >= 0 && busPort <= LAST_PORT, "cluster.busPort", "must be 0 to 65535", busPort);
        check(answerWithin.toMinutes() < 1, "cluster.answerWithin", "must be below 1m", answerWithin);
        check(
                certificate.isEmpty() == key.isEmpty(),
                "cluster.key",
                "must be given with cluster.certificate, or neither",
                key);
        check(
                authorities.isEmpty() || !certificate.isEmpty(),
                "cluster.authorities",
                "needs cluster.certificate",
                authorities);
        for (String each : list(members)) {
            check(each.matches("[^:\\s]+:\\d{1,5}"), "cluster.members", "must be host:port,…", each);
        }
    }

    /** The members by name. */
    List<String> others() {
        return list(members);
    }

    /** Fails where there is not all that a cluster needs. */
    public void checkComplete() {
        check(!host.isEmpty(), "cluster.host", "must be this host's address when bus is clustered", host);
        check(!certificate.isEmpty(), "cluster.certificate", "must be a PEM file when bus is clustered", certificate);
        check(!authorities.isEmpty(), "cluster.authorities", "must be a PEM file when bus is clustered", authorities);
    }

    private static List<String> list(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }
}

package io.headwater.collector.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.HazelcastInstance;
import io.headwater.launch.Bus;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * An event bus that reaches the other members of a cluster. Events pass over TLS, and only between members that show each other a
 * certificate. Who is there is told by Hazelcast, to the members that are named and nobody else: no multicast, nothing sent home.
 */
public final class ClusterBus implements Bus {
    private static final String NAME = "headwater.name";
    private static final String FORWARDS = "headwater.forwards";
    private static final String LOGGING = "hazelcast.logging.type";
    private static final String SLF4J = "slf4j";
    private static final Duration JOIN = Duration.ofSeconds(30);
    private static final int CONNECT_MILLIS = 1_000;
    private static final long PING_MILLIS = 2_000;
    private static final String BEAT_SECONDS = "1";
    private static final String MISSED_SECONDS = "5";

    private final ClusterConfig config;
    private final String self = UUID.randomUUID().toString();
    private final HazelcastClusterManager manager;

    /** @param region of the forwarder it has, if it has one */
    public ClusterBus(ClusterConfig config, String region) {
        this.config = config;
        System.setProperty(LOGGING, SLF4J); // what it says before it looks at a configuration
        this.manager = new HazelcastClusterManager(membership(config, region, self));
    }

    /* Vert.x's own settings for what it keeps there, and ours for who finds whom. */
    private static Config membership(ClusterConfig config, String region, String self) {
        Config made = ConfigUtil.loadConfig();
        made.setClusterName(config.name());
        made.setProperty("hazelcast.phone.home.enabled", "false");
        made.setProperty(LOGGING, SLF4J);
        made.setProperty("hazelcast.shutdownhook.enabled", "false");
        made.setProperty("hazelcast.socket.bind.any", "false");
        made.setProperty("hazelcast.wait.seconds.before.join", BEAT_SECONDS);
        made.setProperty("hazelcast.heartbeat.interval.seconds", BEAT_SECONDS);
        made.setProperty("hazelcast.max.no.heartbeat.seconds", MISSED_SECONDS);
        made.getMemberAttributeConfig().setAttribute(NAME, self);
        made.getMemberAttributeConfig().setAttribute(FORWARDS, config.forwards() ? region : "");
        NetworkConfig network = made.getNetworkConfig();
        network.setPort(config.port()).setPortAutoIncrement(false);
        network.setPublicAddress(config.host() + ":" + config.port());
        network.getInterfaces().setEnabled(true).clear();
        network.getInterfaces().addInterface(config.host());
        JoinConfig join = network.getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setMembers(config.others());
        return made;
    }

    @Override
    public void into(VertxOptions options) {
        options.setEventBusOptions(new EventBusOptions()
                .setHost(config.host())
                .setPort(config.busPort())
                .setSsl(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(config.certificate())
                        .setKeyPath(config.key()))
                .setTrustOptions(new PemTrustOptions().addCertPath(config.authorities()))
                .setConnectTimeout(CONNECT_MILLIS)
                .setClusterPingInterval(PING_MILLIS)
                .setClusterPingReplyInterval(PING_MILLIS));
    }

    @Override
    public Vertx open(VertxBuilder builder) {
        try {
            return builder.withClusterManager(manager)
                    .buildClustered()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(JOIN.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(e);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw failed(e);
        }
    }

    private IllegalStateException failed(Throwable cause) {
        return new IllegalStateException(
                "The event bus cannot be opened on " + config.host() + ":" + config.port()
                        + " (cluster.host, cluster.port, cluster.busPort): " + cause.getMessage(),
                cause);
    }

    /** This member's name. */
    public String self() {
        return self;
    }

    /** The members that have a forwarder for this region, now. */
    List<String> forwarders(String region) {
        return hazelcast().getCluster().getMembers().stream()
                .filter(each -> region.equals(each.getAttribute(FORWARDS)))
                .map(ClusterBus::name)
                .sorted()
                .toList();
    }

    /**
     * Tells of changes, on a thread of its own.
     *
     * @param came somebody is there
     * @param gone a member is there no more
     */
    void follow(Runnable came, Consumer<String> gone) {
        hazelcast().getCluster().addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                came.run();
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                gone.accept(name(event.getMember()));
            }
        });
    }

    private HazelcastInstance hazelcast() {
        return manager.getHazelcastInstance();
    }

    private static String name(Member member) {
        return String.valueOf(member.getAttribute(NAME));
    }
}

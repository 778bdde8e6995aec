package io.headwater.deploy.process;

import io.headwater.tls.TlsConfig;

/** Addresses as somebody on this machine can open them. */
public final class Url {
    private Url() {}

    /** The URL of a port listened on; a server on all addresses is found at localhost. */
    public static String of(TlsConfig tls, String host, int port, String path) {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        String reachable = everywhere ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return (tls.isOff() ? "http://" : "https://") + reachable + ":" + port + path;
    }
}

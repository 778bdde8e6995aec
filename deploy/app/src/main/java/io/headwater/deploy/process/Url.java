package io.headwater.deploy.process;

/** Addresses as somebody on this machine can open them. */
public final class Url {
    private Url() {}

    /** The URL of a port listened on; a server on all addresses is found at localhost. */
    public static String of(String host, int port, String path) {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        String reachable = everywhere ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return "http://" + reachable + ":" + port + path;
    }
}

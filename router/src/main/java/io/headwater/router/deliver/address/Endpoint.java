package io.headwater.router.deliver.address;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a URL leads: read strictly, so that no two programs could read it differently.
 *
 * @param tls whether the scheme is https
 * @param host a name, or an address literal in its one canonical form; IPv6 without brackets
 * @param path path and query, as they stand in the URL
 */
public record Endpoint(boolean tls, String host, int port, String path) {
    private static final Pattern NAME =
            Pattern.compile("(?!-)[a-z0-9_-]{1,63}(?<!-)(\\.(?!-)[a-z0-9_-]{1,63}(?<!-))*", Pattern.CASE_INSENSITIVE);
    /* Some programs read hosts whose last label is a number as an IPv4 address, in octal, in hex, or with parts missing. */
    private static final Pattern LIKE_A_NUMBER = Pattern.compile("(.*\\.)?(\\d+|0[xX][0-9a-fA-F]*)\\.?");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.|$)){4}(?<!\\.)");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    /** Reads a URL; fails with {@link IllegalArgumentException}, a sentence that does not show the URL's path. */
    public static Endpoint parse(String url) {
        URI uri = uri(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        require(scheme.equals("http") || scheme.equals("https"), "must be https://… or http://…");
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        require(!authority.isEmpty(), "must name a host");
        require(!authority.contains("@"), "must not hold a user or password; put credentials elsewhere");
        require(uri.getRawFragment() == null, "must not have a #fragment");
        boolean tls = scheme.equals("https");
        String host = host(authority);
        return new Endpoint(tls, host, port(authority, tls ? 443 : 80), path(uri));
    }

    /** The address, where the host is one and not a name. */
    public Optional<InetAddress> literal() {
        if (!IPV4.matcher(host).matches() && !host.contains(":")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + host + "' is not an address", e);
        }
    }

    /** Why the URL may not be used under {@code policy}, as far as it shows without looking the name up; or empty. */
    public Optional<String> refusal(AddressPolicy policy) {
        boolean loopbackName = host.equals("localhost") || host.endsWith(".localhost");
        if (loopbackName && policy == AddressPolicy.PUBLIC) {
            return Optional.of(host + " is this machine");
        }
        return literal().flatMap(policy::refusal);
    }

    /** The host as it stands in a URL and in the Host header. */
    public String authorityHost() {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URL: " + e.getReason(), e);
        }
    }

    private static String host(String authority) {
        if (authority.startsWith("[")) {
            String inside = authority.substring(1, Math.max(1, authority.indexOf(']')));
            require(IPV6.matcher(inside).matches(), "must hold a plain IPv6 address between [ and ]");
            return inside.toLowerCase(Locale.ROOT);
        }
        int colon = authority.indexOf(':');
        String host = (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
        if (LIKE_A_NUMBER.matcher(host).matches()) {
            require(
                    IPV4.matcher(host).matches(),
                    "must write its IPv4 address as four decimal numbers, was '" + host + "'");
            return host;
        }
        require(!host.endsWith("."), "must write its host without a final dot, was '" + host + "'");
        require(
                host.length() <= 253 && NAME.matcher(host).matches(),
                "must have a host of letters, digits, '-' and '.' (international names as xn--…), was '" + host + "'");
        return host;
    }

    private static int port(String authority, int standard) {
        int colon = authority.lastIndexOf(':');
        if (colon < authority.lastIndexOf(']') || colon < 0) {
            return standard;
        }
        String text = authority.substring(colon + 1);
        require(text.matches("[1-9]\\d{0,4}") && Integer.parseInt(text) <= 65_535, "must have a port of 1 to 65535");
        return Integer.parseInt(text);
    }

    private static String path(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String whole = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        require(whole.chars().allMatch(c -> c < 128), "must have a path of ASCII characters, others percent-encoded");
        return whole;
    }

    private static void require(boolean ok, String rule) {
        if (!ok) {
            throw new IllegalArgumentException(rule);
        }
    }
}

package io.headwater.collector.dialect;

import java.util.Locale;

/** Media types as headers have them (RFC 9110 section 8.3.1). */
public final class MediaTypes {
    public static final String JSON = "application/json";

    private MediaTypes() {}

    /** Type and subtype in lower case, without parameters. */
    public static String bare(String header) {
        int semicolon = header.indexOf(';');
        return (semicolon < 0 ? header : header.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /** Whether the data is JSON (RFC 6839 section 3.1 for the suffix). */
    public static boolean isJson(String header) {
        String type = bare(header);
        return type.equals(JSON) || type.equals("text/json") || type.endsWith("+json");
    }
}

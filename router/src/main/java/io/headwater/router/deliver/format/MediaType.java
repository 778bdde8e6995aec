package io.headwater.router.deliver.format;

import java.util.regex.Pattern;

/** What a content type says about data. */
final class MediaType {
    /* RFC 9110 section 8.3.1: a JSON type, or one with the +json suffix (RFC 6839); in UTF-8, named or not. */
    private static final Pattern JSON = Pattern.compile(
            "\\s*(application|text)/([a-z0-9!#$&^_.-]+\\+)?json\\s*(;\\s*charset\\s*=\\s*\"?utf-?8\"?\\s*)?",
            Pattern.CASE_INSENSITIVE);
    private static final String USUAL = "application/json";

    private MediaType() {}

    static boolean isJson(String contentType) {
        return contentType.equals(USUAL) || JSON.matcher(contentType).matches();
    }
}

package io.headwater.event;

/**
 * A source's name within its tenant, written {@code tenant/name} in configuration and {@code /tenant/name} as the
 * CloudEvents {@code source} attribute.
 */
public record SourceId(String tenant, String name) {

    /** Reads {@code tenant/name}; fails with a sentence that names the text when it is not of that form. */
    public static SourceId parse(String text) {
        int slash = text.indexOf('/');
        if (slash <= 0 || slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0) {
            throw new IllegalArgumentException("must be <tenant>/<source>, was '" + text + "'");
        }
        return new SourceId(text.substring(0, slash), text.substring(slash + 1));
    }

    /** The CloudEvents {@code source} attribute, a relative URI reference. */
    public String uri() {
        return "/" + tenant + "/" + name;
    }

    @Override
    public String toString() {
        return tenant + "/" + name;
    }
}

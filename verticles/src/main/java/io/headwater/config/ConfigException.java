package io.headwater.config;

/** A configuration that cannot be used: the file or environment variable, the key, what is wrong, and how to mend it, in one sentence each. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String file, String key, String problem, String mend) {
        super(key.isEmpty() ? file + ": " + problem + ". " + mend : file + ": " + key + ": " + problem + ". " + mend);
    }

    public ConfigException(String file, String key, String problem, String mend, Throwable cause) {
        this(file, key, problem, mend);
        initCause(cause);
    }
}

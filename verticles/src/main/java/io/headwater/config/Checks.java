package io.headwater.config;

/** The checks configuration records make of themselves. */
public final class Checks {
    private Checks() {}

    /**
     * Refuses a configuration value unless {@code ok}.
     *
     * @param key the whole key in its file, or the part below a list element
     * @param rule what the value must be, as in "must be positive"
     */
    public static void check(boolean ok, String key, String rule, Object value) {
        if (!ok) {
            throw new InvalidValue(key, rule + ", was '" + value + "'");
        }
    }

    /** Refuses a configuration as {@link #check} does, where showing the value would show a secret. */
    public static void checkSecret(boolean ok, String key, String rule) {
        if (!ok) {
            throw new InvalidValue(key, rule);
        }
    }

    /** A name usable in topics, addresses and metric labels: letters, digits, {@code - _}, at most 64. */
    public static void checkName(String key, String value) {
        check(value.matches("[A-Za-z0-9_-]{1,64}"), key, "must be 1 to 64 letters, digits, '-' or '_'", value);
    }
}
